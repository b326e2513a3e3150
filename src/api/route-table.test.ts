import { fastify, type FastifyContextConfig } from 'fastify'
import { expect, it } from 'vitest'
import { RouteTable } from './route-table.ts'

const cases: [string, FastifyContextConfig | undefined, boolean][] = [
  ['nothing', undefined, false],
  ['only that it has a bucket', { bucket: 'upload' }, false],
  ['only that it is not counted', { uncounted: true }, false],
  ['a scope', { scope: 'jobs:read' }, true],
  ['that it needs a person', { person: true }, true],
  ['that it is public', { public: true }, true],
]
it.each(cases)('a route that says %s is taken as it should be', (_, config, isTaken) => {
  const app = fastify()
  const table = new RouteTable(app)
  const add = (): unknown => app.get('/a/:b', config ? { config } : {}, () => '')
  if (!isTaken) return expect(add).toThrow('GET /a/:b says neither which scope it needs nor that it is public')
  add()
  expect(table.all().map(({ method, url }) => `${method} ${url}`)).toContain('GET /a/:b')
  expect([table.knows('/a/x'), table.knows('/a'), table.knows('/a/x/y')]).toEqual([true, false, false])
})
