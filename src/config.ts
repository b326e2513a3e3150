import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import ipaddr from 'ipaddr.js'
import Type, { type Static } from 'typebox'
import { Value } from 'typebox/value'
import { parse } from 'yaml'

const ALL_ADDRESSES = '0.0.0.0'
const LOOPBACK = '127.0.0.1'
/** RFC 7518 §3.2: as long as the hash of HS256. */
const SHORTEST_SECRET_BYTES = 32
/** Names of networks that may stand for their addresses among trusted proxies. */
const NETWORKS: readonly string[] = ['loopback', 'linklocal', 'uniquelocal']

/** A hundred years: times beyond have no date. */
const MOST_HOURS = 876_000

const closed = { additionalProperties: false }
const limit = Type.Integer({ minimum: 0, maximum: 1_000_000_000 })

/** Every key of the configuration, with its bounds: the one source of checks, defaults and types. */
const ConfigSchema = Type.Object(
  {
    server: Type.Object(
      {
        bind_address: Type.String({ minLength: 1 }),
        port: Type.Integer({ minimum: 0, maximum: 65_535 }),
        workers: Type.Integer({ minimum: 1, maximum: 64 }),
        max_upload_size_mb: Type.Integer({ minimum: 1, maximum: 1_048_576 }),
        trusted_proxies: Type.Array(Type.String()),
        tls_cert: Type.String(),
        tls_key: Type.String(),
      },
      closed,
    ),
    auth: Type.Object(
      {
        enabled: Type.Boolean(),
        jwt_secret: Type.String(),
        jwt_expiry_hours: Type.Number({ exclusiveMinimum: 0, maximum: 8760 }),
        refresh_token_expiry_days: Type.Number({ exclusiveMinimum: 0, maximum: 3650 }),
        allow_registration: Type.Boolean(),
        audit_retention_days: Type.Number({ minimum: 0, maximum: 36_500 }),
      },
      closed,
    ),
    rate_limiting: Type.Object(
      {
        requests_per_minute: limit,
        burst_size: limit,
        uploads_per_minute: limit,
        logins_per_minute: limit,
        web_requests_per_minute: limit,
        web_burst_size: limit,
        web_uploads_per_minute: limit,
      },
      closed,
    ),
    cors: Type.Object(
      {
        allowed_origins: Type.Array(Type.String({ pattern: '^(\\*|https?://[^/\\s*]+)$' })),
        allowed_methods: Type.Array(Type.String({ pattern: '^[A-Z]+$' })),
        allowed_headers: Type.Array(Type.String({ pattern: '^[A-Za-z0-9-]+$' })),
      },
      closed,
    ),
    correlation: Type.Object(
      {
        links: Type.Array(
          Type.Object(
            {
              header: Type.String({ minLength: 1, maxLength: 64 }),
              expression: Type.String({ minLength: 1, maxLength: 200 }),
              as: Type.Union([Type.Literal('leg'), Type.Literal('related')]),
            },
            closed,
          ),
          { maxItems: 16 },
        ),
      },
      closed,
    ),
    aliases: Type.Object({ file: Type.String() }, closed),
    analytics: Type.Object({ cache_ttl_seconds: Type.Number({ minimum: 0, maximum: 86_400 }) }, closed),
    storage: Type.Object(
      {
        upload_dir: Type.String({ minLength: 1 }),
        output_dir: Type.String({ minLength: 1 }),
        retention_hours: Type.Number({ minimum: 0, maximum: MOST_HOURS }),
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
    bind_address: ALL_ADDRESSES,
    port: 8080,
    workers: Math.max(1, Math.min(4, availableParallelism() - 1)),
    max_upload_size_mb: 10_240,
    trusted_proxies: [],
    tls_cert: '',
    tls_key: '',
  },
  auth: {
    enabled: true,
    jwt_secret: '',
    jwt_expiry_hours: 24,
    refresh_token_expiry_days: 30,
    allow_registration: true,
    audit_retention_days: 365,
  },
  rate_limiting: {
    requests_per_minute: 60,
    burst_size: 10,
    uploads_per_minute: 5,
    logins_per_minute: 10,
    web_requests_per_minute: 600,
    web_burst_size: 100,
    web_uploads_per_minute: 60,
  },
  cors: {
    allowed_origins: ['*'],
    allowed_methods: ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS'],
    allowed_headers: ['Authorization', 'Content-Type', 'X-API-Key'],
  },
  correlation: { links: [] },
  aliases: { file: '' },
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
  /** False: without users. */
  readonly auth?: boolean
  readonly tlsCert?: string
  readonly tlsKey?: string
}

/** The configuration in force: defaults, then the file, the environment and the flags, the later the weightier. */
export function loadConfig(flags: Flags, environment: Readonly<Record<string, string | undefined>>): Config {
  const config = structuredClone(DEFAULTS) as unknown as Tree
  const [server, auth] = [config['server'] as Tree, config['auth'] as Tree]
  // Which addresses are listened on where nobody says depends on whether there are users.
  server['bind_address'] = undefined
  if (flags.config !== undefined) merge(config, readFile(flags.config), '')
  for (const [variable, key] of ENVIRONMENT) {
    const value = environment[variable]
    if (value !== undefined && value !== '') put(config, key, value, variable)
  }
  for (const [option, key, value] of [
    ['--api-port', 'server.port', flags.port],
    ['--api-bind', 'server.bind_address', flags.bind],
    ['--tls-cert', 'server.tls_cert', flags.tlsCert],
    ['--tls-key', 'server.tls_key', flags.tlsKey],
  ] as const) {
    if (value !== undefined) put(config, key, value, option)
  }
  if (flags.auth === false) auth['enabled'] = false
  server['bind_address'] ??= auth['enabled'] === false ? LOOPBACK : ALL_ADDRESSES
  return checked(config)
}

/** The configuration as it may be shown: without the secret. */
export function withoutSecrets(config: Config): Config {
  const { jwt_secret, ...auth } = config.auth
  return { ...config, auth: { ...auth, jwt_secret: jwt_secret === '' ? '' : '(hidden)' } }
}

type Tree = { [key: string]: unknown }

function readFile(path: string): Tree {
  const tree = parsed(path, textOf(path))
  if (!isTree(tree)) throw new BadConfig(`${path}: not a configuration (JSON or YAML with sections)`)
  return tree
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    // The system does not name what it was asked to read only to find that it is a folder.
    throw (error as NodeJS.ErrnoException).code === 'EISDIR' ? new BadConfig(`${path}: is a folder, not a file`) : error
  }
}

function parsed(path: string, text: string): unknown {
  try {
    return parse(text)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    throw new BadConfig(`${path}: neither JSON nor YAML: ${error.message.replace(/:?\s*\n.*$/s, '')}`)
  }
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

function checked(tree: Tree): Config {
  const [error] = Value.Errors(ConfigSchema, tree)
  if (error) {
    const key = error.instancePath.slice(1).replaceAll('/', '.')
    throw new BadConfig(`'${key}' in the configuration ${error.message}`)
  }
  const config = tree as unknown as Config
  for (const [key, wrong] of faults(config)) {
    if (wrong !== undefined) throw new BadConfig(`'${key}' in the configuration ${wrong}`)
  }
  return config
}

/** What a schema cannot say: keys, and what is wrong with them. */
function faults({ auth, server, storage }: Config): [key: string, wrong: string | undefined][] {
  const { tls_cert, tls_key, trusted_proxies } = server
  const isHalf = (tls_cert === '') !== (tls_key === '')
  const isSame = resolve(storage.upload_dir) === resolve(storage.output_dir)
  const proxy = trusted_proxies.find((one) => !isNetwork(one))
  return [
    ['auth.jwt_secret', auth.jwt_secret === '' ? undefined : secretFault(auth.jwt_secret)],
    [tls_cert === '' ? 'server.tls_cert' : 'server.tls_key', isHalf ? 'is missing: TLS needs both files' : undefined],
    ['storage.upload_dir', isSame ? 'is storage.output_dir: each needs a folder of its own' : undefined],
    ['server.trusted_proxies', proxy === undefined ? undefined : `holds '${proxy}', which is no address or network`],
  ]
}

function isNetwork(text: string): boolean {
  return NETWORKS.includes(text) || ipaddr.isValid(text) || ipaddr.isValidCIDR(text)
}

const PLACEHOLDER = /your[-_ ]?(?:jwt[-_ ]?)?(?:secret|key)|change[-_ ]?(?:me|this|in)|placeholder|example/i
const FEWEST_CHARACTERS = 10

function secretFault(secret: string): string | undefined {
  if (PLACEHOLDER.test(secret)) return 'is a placeholder: leave it out to have one made, or set a random one'
  const isShort = Buffer.byteLength(secret) < SHORTEST_SECRET_BYTES
  if (isShort) return `is too short: at least ${SHORTEST_SECRET_BYTES} random bytes are needed`
  return new Set(secret).size < FEWEST_CHARACTERS ? 'is too easy to guess: it has few different characters' : undefined
}
