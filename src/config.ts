import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import Type, { type Static } from 'typebox'
import { Value } from 'typebox/value'
import { parse } from 'yaml'

const closed = { additionalProperties: false }

/** Every key of the configuration, with its bounds: the one source of checks, defaults and types. */
const ConfigSchema = Type.Object(
  {
    server: Type.Object(
      {
        bind_address: Type.String({ minLength: 1 }),
        port: Type.Integer({ minimum: 0, maximum: 65_535 }),
        workers: Type.Integer({ minimum: 1, maximum: 64 }),
        max_upload_size_mb: Type.Integer({ minimum: 1, maximum: 1_048_576 }),
      },
      closed,
    ),
    auth: Type.Object(
      {
        jwt_secret: Type.String(),
        jwt_expiry_hours: Type.Number({ exclusiveMinimum: 0 }),
        refresh_token_expiry_days: Type.Number({ exclusiveMinimum: 0 }),
        allow_registration: Type.Boolean(),
      },
      closed,
    ),
    rate_limiting: Type.Object(
      { requests_per_minute: Type.Integer({ minimum: 0 }), burst_size: Type.Integer({ minimum: 0 }) },
      closed,
    ),
    analytics: Type.Object({ cache_ttl_seconds: Type.Number({ minimum: 0 }) }, closed),
    storage: Type.Object(
      {
        upload_dir: Type.String({ minLength: 1 }),
        output_dir: Type.String({ minLength: 1 }),
        retention_hours: Type.Number({ minimum: 0 }),
      },
      closed,
    ),
  },
  closed,
)

export type Config = Static<typeof ConfigSchema>

/** The defaults of the API's documents, with storage in the working directory. */
export const DEFAULTS: Config = {
  server: {
    bind_address: '127.0.0.1',
    port: 8080,
    workers: Math.max(1, Math.min(4, availableParallelism() - 1)),
    max_upload_size_mb: 10_240,
  },
  auth: { jwt_secret: '', jwt_expiry_hours: 24, refresh_token_expiry_days: 30, allow_registration: true },
  rate_limiting: { requests_per_minute: 60, burst_size: 10 },
  analytics: { cache_ttl_seconds: 60 },
  storage: { upload_dir: './data/uploads', output_dir: './data/results', retention_hours: 24 },
}

/** Environment variables, and the keys they set. */
const ENVIRONMENT: readonly (readonly [variable: string, key: string])[] = [
  ['CALLFLOW_PORT', 'server.port'],
  ['CALLFLOW_BIND_ADDR', 'server.bind_address'],
  ['CALLFLOW_WORKERS', 'server.workers'],
  ['CALLFLOW_JWT_SECRET', 'auth.jwt_secret'],
  ['CALLFLOW_UPLOAD_DIR', 'storage.upload_dir'],
  ['CALLFLOW_RESULTS_DIR', 'storage.output_dir'],
]

/** A configuration that cannot be used; the message names the key. */
export class BadConfig extends Error {}

export interface Flags {
  readonly config?: string
  readonly port?: number
  readonly bind?: string
}

/** The configuration in force: defaults, then the file, the environment and the flags, the later the weightier. */
export function loadConfig(flags: Flags, environment: Readonly<Record<string, string | undefined>>): Config {
  const config = structuredClone(DEFAULTS) as unknown as Tree
  if (flags.config !== undefined) merge(config, readFile(flags.config), '')
  for (const [variable, key] of ENVIRONMENT) {
    const value = environment[variable]
    if (value !== undefined && value !== '') put(config, key, value, variable)
  }
  if (flags.port !== undefined) put(config, 'server.port', flags.port, '--api-port')
  if (flags.bind !== undefined) put(config, 'server.bind_address', flags.bind, '--api-bind')
  return checked(config)
}

type Tree = { [key: string]: unknown }

function readFile(path: string): Tree {
  const tree: unknown = parse(readFileSync(path, 'utf8'))
  if (!isTree(tree)) throw new BadConfig(`${path}: not a configuration (JSON or YAML with sections)`)
  return tree
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function merge(into: Tree, from: Tree, at: string): void {
  for (const [key, value] of Object.entries(from)) {
    const name = at === '' ? key : `${at}.${key}`
    if (!Object.hasOwn(into, key)) throw new BadConfig(`unknown key '${name}' in the configuration`)
    const known = into[key]
    if (isTree(known)) {
      if (!isTree(value)) throw new BadConfig(`'${name}' in the configuration is a section`)
      merge(known, value, name)
    } else into[key] = value
  }
}

function put(config: Tree, key: string, value: string | number, source: string): void {
  const [section = '', name = ''] = key.split('.')
  const tree = config[section] as Tree
  const isNumber = typeof tree[name] === 'number'
  const number = Number(value)
  if (isNumber && Number.isNaN(number)) throw new BadConfig(`${source} is no number`)
  tree[name] = isNumber ? number : value
}

function checked(config: Tree): Config {
  const [error] = Value.Errors(ConfigSchema, config)
  if (error) {
    const key = error.instancePath.slice(1).replaceAll('/', '.')
    throw new BadConfig(`'${key}' in the configuration ${error.message}`)
  }
  return config as unknown as Config
}
