import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyContextConfig, FastifyInstance, FastifySchema } from 'fastify'
import { errors } from './error-answers.ts'
import { FileAnswer } from './schemas.ts'

const DOCUMENT = '/api/openapi.json'
const PAGE = '/api/docs'

const DESCRIPTION = `Captures go in, sessions come out. Times are ISO 8601 in UTC, cut to milliseconds. Every error is
\`{"error": "words", "code": "CODE"}\`; a wrong method is 405 \`METHOD_NOT_ALLOWED\`, an unknown path 404 \`NOT_FOUND\`.

The events of a job come by WebSocket: \`/ws/jobs/{job_id}/events\`.`

const FILE_BODY = {
  type: 'object',
  required: ['file'],
  properties: {
    file: { type: 'string', contentMediaType: 'application/octet-stream' },
    tls_keylog: { type: 'string', description: 'Secrets of TLS (SSLKEYLOGFILE), kept until the job has ended' },
    nas_keys: { type: 'string', description: 'Keys of NAS, a line each, kept until the job has ended' },
  },
}

/** Describes all routes that are added later, at `/api/openapi.json` and for people at `/api/docs`. */
export async function documentRoutes(app: FastifyInstance, version: string): Promise<void> {
  // Before whoever looks at the routes: those of the page, which are the library's, are public.
  app.addHook('onRoute', (route) => {
    if (!route.url.startsWith(PAGE)) return
    route.config = { ...route.config, public: true, uncounted: true }
  })
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'callflowd', description: DESCRIPTION, version },
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
          key: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
        },
      },
    },
    transform: ({ schema, url, route }) => ({ schema: described(schema, route.config ?? {}), url }),
  })
}

/** The document and its page; to be called after `documentRoutes`. */
export function documentationRoutes(app: FastifyInstance): void {
  void app.register(swaggerUi, {
    routePrefix: PAGE,
    theme: { title: 'callflowd API' },
    uiConfig: { docExpansion: 'list', deepLinking: true, layout: 'BaseLayout' },
  })
  const schema = {
    tags: ['server'],
    summary: 'This document',
    response: { 200: { type: 'object', additionalProperties: true } },
  }
  app.get(DOCUMENT, { config: { public: true, uncounted: true }, schema }, () => app.swagger())
}

/** A route's schema with what is the same for all: who may use it, and the errors that come of it. */
function described(schema: FastifySchema, config: FastifyContextConfig): FastifySchema {
  const { body, params, querystring, response = {}, consumes } = schema
  const isMultipart = consumes?.includes('multipart/form-data') === true
  const takes = body !== undefined || params !== undefined || querystring !== undefined || isMultipart
  const { public: isPublic, uncounted } = config
  const common = {
    ...(takes && errors('INVALID_REQUEST')),
    ...(!isPublic && errors('UNAUTHORIZED', 'TOKEN_INVALID', 'TOKEN_EXPIRED', 'FORBIDDEN')),
    ...(!uncounted && errors('RATE_LIMIT_EXCEEDED')),
    ...errors('INTERNAL_ERROR'),
  }
  return {
    ...schema,
    ...(querystring !== undefined && { querystring: withoutDefaults(querystring as Properties) }),
    ...(body !== undefined && { body: withoutDefaults(body as Properties) }),
    ...(isMultipart && { body: FILE_BODY }),
    ...(!isPublic && { security: [{ bearer: [] }, { key: [] }] }),
    response: { ...common, ...asFiles(response as Responses) },
  }
}

interface Properties {
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, object>>
}

/** What has a default is always there for a route, and need not be sent. */
function withoutDefaults(schema: Properties): Properties {
  const { required, properties = {} } = schema
  return required
    ? { ...schema, required: required.filter((name) => !('default' in (properties[name] ?? {}))) }
    : schema
}

type Responses = Readonly<Record<string, object>>

/** A file is of whatever type its format says, and no string of JSON. */
function asFiles(responses: Responses): Responses {
  const told = Object.entries(responses).map(([status, schema]) => {
    const file = { description: 'A file', content: { '*/*': { schema } } }
    return [status, schema === FileAnswer ? file : schema]
  })
  return Object.fromEntries(told) as Responses
}
