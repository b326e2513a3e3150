import { fastify, type FastifyContextConfig } from 'fastify'
import { expect, it } from 'vitest'
import { RouteTable } from './route-table.ts'

const refused: [string, FastifyContextConfig | undefined][] = [
  ['nothing', undefined],
  ['only that it has a bucket', { bucket: 'upload' }],
  ['only that it is not counted', { uncounted: true }],
]
it.each(refused)('a route that says %s stops the start', (_, config) => {
  const app = fastify()
  expect(new RouteTable(app).all()).toEqual([])
  const add = (): unknown => app.get('/a/:b', config ? { config } : {}, () => '')
  expect(add).toThrow('GET /a/:b says neither which scope it needs nor that it is public')
})

const taken: [string, FastifyContextConfig][] = [
  ['a scope', { scope: 'jobs:read' }],
  ['that it needs a person', { person: true }],
  ['that it is public', { public: true }],
]
it.each(taken)('a route that says %s is known by its path', (_, config) => {
  const app = fastify()
  const table = new RouteTable(app)
  app.get('/a/:b', { config }, () => '')
  expect(table.all().map(({ method, url }) => `${method} ${url}`)).toContain('GET /a/:b')
  expect([table.knows('/a/x'), table.knows('/a'), table.knows('/a/x/y')]).toEqual([true, false, false])
})
