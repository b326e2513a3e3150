import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Compile } from 'typebox/compile'
import { temporaryFolder, TestServer } from './running-server.ts'

interface Operation {
  readonly summary?: string
  readonly tags?: readonly string[]
  readonly security?: readonly object[]
  readonly parameters?: readonly {
    readonly name: string
    readonly in: string
    readonly required?: boolean
    readonly schema: object
  }[]
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>
}

type Content = Readonly<Record<string, { readonly schema: object }>>

interface Document {
  readonly openapi: string
  readonly info: { readonly title: string; readonly version: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

let folder = ''
let server: TestServer
let document: Document
beforeAll(async () => {
  folder = temporaryFolder()
  server = await TestServer.start(folder)
  document = (await server.ask('/api/openapi.json')).body as unknown as Document
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

function operations(): { path: string; method: string; operation: Operation }[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
}

describe('the OpenAPI document', () => {
  it('is of version 3.1 and names every endpoint', () => {
    expect(document).toMatchObject({ openapi: '3.1.0', info: { title: 'callflowd', version: expect.any(String) } })
    expect(operations().length).toBeGreaterThan(15)
  })

  it('says of each what it does, where it belongs, what comes back, and which errors', () => {
    for (const { path, method, operation } of operations()) {
      const name = `${method} ${path}`
      expect({ name, summary: operation.summary, tags: operation.tags }).toEqual({
        name,
        summary: expect.stringMatching(/^[A-Z]/),
        tags: [expect.any(String)],
      })
      const { responses } = operation
      const isAnswer = (status: string) => status.startsWith('2') && responses[status]!.content !== undefined
      expect({ name, answers: Object.keys(responses).some(isAnswer) }).toEqual({ name, answers: true })
      for (const [status, { content }] of Object.entries(responses)) {
        if (status.startsWith('2')) continue
        const required = (content!['application/json']!.schema as { required: string[] }).required
        expect({ name, status, required }).toEqual({ name, status, required: ['error', 'code'] })
      }
    }
  })

  it('describes every parameter of a path', () => {
    for (const { path, operation } of operations()) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      const given = (operation.parameters ?? []).filter((one) => one.in === 'path').map(({ name }) => name)
      expect({ path, given }).toEqual({ path, given: named })
    }
  })

  it('asks for nothing that has a default', () => {
    for (const { path, operation } of operations()) {
      const wanted = (operation.parameters ?? []).filter((one) => one.required === true && 'default' in one.schema)
      expect({ path, wanted }).toEqual({ path, wanted: [] })
    }
  })

  it('tells of files that they are no JSON', () => {
    const files = operations().filter(({ path }) => /\/(?:export|pcap|audio)$/.test(path))
    expect(files.length).toBeGreaterThan(4)
    for (const { path, operation } of files) {
      const types = Object.keys(operation.responses['200']!.content!)
      expect({ path, types }).toEqual({ path, types: ['*/*'] })
    }
  })

  it('holds schemas that are ones', () => {
    for (const { operation } of operations()) {
      for (const { content } of Object.values(operation.responses)) {
        for (const { schema } of Object.values(content ?? {})) expect(() => Compile(schema)).not.toThrow()
      }
    }
  })

  it('describes what the server answers', async () => {
    for (const path of ['/health', '/api/v1/jobs', '/api/v1/analytics/summary', '/api/v1/analytics/performance']) {
      const { body } = await server.ask(path)
      const schema = document.paths[path]!['get']!.responses['200']!.content!['application/json']!.schema
      expect([...Compile(schema).Errors(body)]).toEqual([])
    }
  })
})

describe('the page for people', () => {
  it('has nothing inline, and nothing from elsewhere', async () => {
    const response = await fetch(`${server.url}/api/docs`)
    expect(response.status).toBe(200)
    const html = await response.text()
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)/)
    expect(html).not.toMatch(/\son\w+=|\bstyle=|<style/)
    const assets = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path!)
    expect(assets.length).toBeGreaterThan(4)
    for (const path of assets) {
      expect(path).toMatch(/^\/api\/docs\/static\//)
      expect((await fetch(server.url + path)).status).toBe(200)
    }
  })

  it('shows the same document', async () => {
    expect((await server.ask('/api/docs/json')).body).toEqual(document)
  })
})
