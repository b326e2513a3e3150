/** Stands where a secret stood. */
const REDACTED = '[redacted]'

/** Headers that let somebody in: RFC 9110 §11, RFC 6265, TS 33.501 §13.3.8. */
const SECRET_HEADERS: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'authentication-info',
  'proxy-authentication-info',
  'cookie',
  'set-cookie',
  'x-api-key',
  '3gpp-sbi-client-credentials',
  '3gpp-sbi-access-token',
])

/** Names of fields that hold tokens, authentication vectors, and what proves knowledge of them, as `plain` writes them. */
const SECRET_FIELDS: ReadonlySet<string> = new Set([
  // RFC 6749, RFC 7523
  'accesstoken',
  'refreshtoken',
  'idtoken',
  'token',
  'apikey',
  'authtoken',
  'sessiontoken',
  'subjecttoken',
  'actortoken',
  'codeverifier',
  'jwt',
  'assertion',
  'clientassertion',
  'clientsecret',
  'password',
  'passwd',
  'secret',
  // TS 29.503, TS 29.509: vectors, and what comes of them.
  'rand',
  'autn',
  'auts',
  'ck',
  'ik',
  'ckprime',
  'ikprime',
  'authenticationvector',
  '5gauthdata',
  'eappayload',
  'resynchronizationinfo',
  // TS 29.505: what the operator and the card share.
  'k',
  'ki',
  'opc',
  'topc',
  'permanentkey',
  'permanentkeyvalue',
  'encpermanentkey',
  'encopckey',
  'enctopckey',
  'opcvalue',
  'opvalue',
  // TS 29.518: a security context on its way to another AMF.
  'keyamf',
  'keyval',
  'keyvalue',
  'nh',
  'msk',
])

/** Keys of the hierarchy of TS 33.501 §6.2 (and what implementations call them), responses, and codes. */
const SECRET_PATTERN =
  /^(?:k(?:amf|ausf|seaf|gnb|enb|asme|nas|rrc|up|n3iwf|tngf|wagf|akma|af)[a-z0-9]*|h?x?res?(?:star)?|\w*x?maci?(?:ausf|ue))$/

/** How deep and how wide JSON is followed. */
const DEEPEST = 12
const MOST_ITEMS = 2000

export function redactedHeader(name: string, value: string): string {
  if (!isSecretHeader(name)) return name === 'location' || name === 'host' ? redactedUri(value) : redactedText(value)
  const [, scheme] = /^(basic|bearer|digest)\b/i.exec(value) ?? []
  return scheme === undefined ? REDACTED : `${scheme} ${REDACTED}`
}

function isSecretHeader(name: string): boolean {
  return SECRET_HEADERS.has(name) || isSecret(name.startsWith('x-') ? name.slice(2) : name)
}

/** A path without the secrets of its query. */
export function redactedPath(path: string): string {
  return path.replace(/([?&]([^=&]+)=)[^&]*/g, (whole, head: string, name: string) =>
    isSecret(name) ? `${head}${REDACTED}` : whole,
  )
}

/** Who somebody is, and by what that is proven, before the host of an authority: RFC 3986 §3.2.1. */
const USER_INFORMATION = /(^|\/\/)[^/?#@\s]+@/g

/** A URI, or an authority, without user information, and without the secrets of its query. */
export function redactedUri(uri: string): string {
  return redactedPath(uri.includes('@') ? uri.replace(USER_INFORMATION, `$1${REDACTED}@`) : uri)
}

/** Text that may hold URIs. */
function redactedText(value: string): string {
  return value.includes('://') ? redactedUri(value) : value
}

/** What is known of names: messages have the same ones over and over. */
const known = new Map<string, boolean>()
const MOST_NAMES = 4096
const LONGEST_NAME = 64

function isSecret(name: string): boolean {
  let secret = known.get(name)
  if (secret === undefined) {
    secret = isSecretName(name)
    if (known.size < MOST_NAMES && name.length <= LONGEST_NAME) known.set(name, secret)
  }
  return secret
}

function isSecretName(name: string): boolean {
  const plain = name.toLowerCase().replaceAll(/[-_]/g, '')
  return SECRET_FIELDS.has(plain) || SECRET_PATTERN.test(plain)
}

/** A copy of JSON without secrets; what is too deep or too much is left out. */
export function redactedJson(value: unknown): unknown {
  let left = MOST_ITEMS
  const copy = (one: unknown, depth: number): unknown => {
    if (typeof one === 'string') return redactedText(one)
    if (typeof one !== 'object' || one === null) return one
    if (depth === DEEPEST) return '…'
    if (Array.isArray(one))
      return one.slice(0, Math.max(0, left)).map((item) => (left-- > 0 ? copy(item, depth + 1) : '…'))
    const fields: Record<string, unknown> = {}
    const isPatch = patchesSecret(one)
    for (const name of Object.keys(one)) {
      if (left-- <= 0) break
      const value =
        isSecret(name) || (isPatch && name === 'value')
          ? REDACTED
          : copy((one as Record<string, unknown>)[name], depth + 1)
      // By assignment it would be no field but what the object inherits.
      if (name === '__proto__') Object.defineProperty(fields, name, { value, enumerable: true })
      else fields[name] = value
    }
    return fields
  }
  return copy(value, 0)
}

/** Whether an operation of JSON Patch (RFC 6902 §4) is about a secret, or something within one. */
function patchesSecret({ path, value }: { readonly path?: unknown; readonly value?: unknown }): boolean {
  return typeof path === 'string' && value !== undefined && path.split('/', DEEPEST).some((name) => isSecret(name))
}
