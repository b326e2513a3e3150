/** Who gets what from every route: a line each, a column for each kind of caller. */

export const COLUMNS = ['none', 'wrong', 'expired', 'readonly', 'user', 'other', 'admin', 'key'] as const
/**
 * `none`: nothing shown; `wrong`, `expired`: a token that is; `user`: the owner of what is asked for; `other`: another
 * user; `key`: an API key of the owner with all scopes of a user.
 */
export type Column = (typeof COLUMNS)[number]

/** What a line asks for; each makes what it needs. */
export type Asked =
  | 'nothing'
  | 'job'
  | 'new job'
  | 'session'
  | 'stream'
  | 'subscriber'
  | 'packet'
  | 'user'
  | 'new user'
  | 'new key'
  | 'account'
  | 'credentials'
  | 'refresh token'
  | 'password change'
  | 'key request'
  | 'ticket request'
  | 'capture'
  | 'metric'
  | 'query'
  | 'new query'
  | 'query name'
  | 'aliases'

export interface Line {
  readonly route: string
  readonly asked: Asked
  readonly cells: readonly string[]
  /** The token is spent: a login of its own for each cell. */
  readonly own?: true
}

const NOBODY = ['401 UNAUTHORIZED', '401 TOKEN_INVALID', '401 TOKEN_EXPIRED']
const NO = '403 FORBIDDEN'
const JOB = '404 JOB_NOT_FOUND'
const SESSION = '404 SESSION_NOT_FOUND'
const SUBSCRIBER = '404 SUBSCRIBER_NOT_FOUND'
const KEY = '404 API_KEY_NOT_FOUND'
const QUERY = '404 QUERY_NOT_FOUND'
const PACKET = '404 PACKET_NOT_FOUND'
const ENDED = '400 CANNOT_CANCEL_JOB'
const KEPT = '400 CANNOT_DELETE_JOB'

/** Whoever is known, and reads no one’s jobs but those they may see. */
const ANYONE = [...NOBODY, '200', '200', '200', '200', '200']
const PERSON = [...NOBODY, '200', '200', '200', '200', NO]
const ADMIN = [...NOBODY, NO, NO, NO, '200', NO]

function all(status: string): string[] {
  return COLUMNS.map(() => status)
}

/** In the cells after NOBODY: readonly, user, other, admin, key. */
export const TABLE: readonly Line[] = [
  { route: 'GET /health', asked: 'nothing', cells: all('200') },
  { route: 'GET /metrics', asked: 'nothing', cells: all('200') },
  { route: 'GET /api/openapi.json', asked: 'nothing', cells: all('200') },
  { route: 'GET /api/docs', asked: 'nothing', cells: all('200') },
  { route: 'GET /api/docs/json', asked: 'nothing', cells: all('200') },
  { route: 'GET /api/docs/yaml', asked: 'nothing', cells: all('200') },
  { route: 'GET /api/docs/static/*', asked: 'nothing', cells: all('200') },
  { route: 'GET /api/docs/static/index.html', asked: 'nothing', cells: all('200') },
  { route: 'GET /api/docs/static/swagger-initializer.js', asked: 'nothing', cells: all('200') },

  { route: 'POST /api/v1/auth/register', asked: 'account', cells: all('201') },
  { route: 'POST /api/v1/auth/login', asked: 'credentials', cells: all('200') },
  { route: 'POST /api/v1/auth/refresh', asked: 'refresh token', cells: all('200') },
  { route: 'POST /api/v1/auth/logout', asked: 'nothing', own: true, cells: PERSON },
  { route: 'GET /api/v1/auth/me', asked: 'nothing', cells: PERSON },
  { route: 'POST /api/v1/auth/change-password', asked: 'password change', own: true, cells: PERSON },
  { route: 'POST /api/v1/auth/apikeys', asked: 'key request', cells: [...NOBODY, '201', '201', '201', '201', NO] },
  { route: 'GET /api/v1/auth/apikeys', asked: 'nothing', cells: PERSON },
  { route: 'DELETE /api/v1/auth/apikeys/:key_id', asked: 'new key', cells: [...NOBODY, KEY, '200', KEY, KEY, NO] },

  { route: 'GET /api/v1/session', asked: 'nothing', cells: all('200') },
  { route: 'POST /api/v1/session', asked: 'credentials', cells: all('200') },
  { route: 'POST /api/v1/session/refresh', asked: 'nothing', cells: all('401 UNAUTHORIZED') },
  { route: 'DELETE /api/v1/session', asked: 'nothing', cells: all('200') },

  { route: 'GET /api/v1/users', asked: 'nothing', cells: ADMIN },
  { route: 'POST /api/v1/users', asked: 'account', cells: [...NOBODY, NO, NO, NO, '201', NO] },
  { route: 'PUT /api/v1/users/:user_id', asked: 'user', cells: ADMIN },
  { route: 'DELETE /api/v1/users/:user_id', asked: 'new user', cells: ADMIN },
  { route: 'GET /api/v1/audit', asked: 'nothing', cells: ADMIN },

  { route: 'GET /api/v1/aliases', asked: 'nothing', cells: ANYONE },
  { route: 'PUT /api/v1/aliases', asked: 'aliases', cells: ADMIN },

  { route: 'POST /api/v1/upload', asked: 'capture', cells: [...NOBODY, NO, '201', '201', '201', '201'] },

  { route: 'GET /api/v1/jobs', asked: 'nothing', cells: ANYONE },
  { route: 'GET /api/v1/jobs/:job_id/status', asked: 'job', cells: [...NOBODY, '200', '200', JOB, '200', '200'] },
  { route: 'GET /api/v1/jobs/:job_id/sessions', asked: 'job', cells: [...NOBODY, '200', '200', JOB, '200', '200'] },
  { route: 'GET /api/v1/jobs/:job_id/coverage', asked: 'job', cells: [...NOBODY, '200', '200', JOB, '200', '200'] },
  { route: 'GET /api/v1/jobs/:job_id/nodes', asked: 'job', cells: [...NOBODY, '200', '200', JOB, '200', '200'] },
  { route: 'DELETE /api/v1/jobs/:job_id', asked: 'new job', cells: [...NOBODY, NO, '200', KEPT, '200', '200'] },
  { route: 'POST /api/v1/jobs/:job_id/cancel', asked: 'job', cells: [...NOBODY, NO, ENDED, JOB, ENDED, ENDED] },
  { route: 'POST /api/v1/jobs/:job_id/retry', asked: 'job', cells: [...NOBODY, NO, '201', JOB, '201', '201'] },

  {
    route: 'GET /api/v1/sessions/:session_id',
    asked: 'session',
    cells: [...NOBODY, '200', '200', SESSION, '200', '200'],
  },

  { route: 'GET /api/v1/sessions', asked: 'nothing', cells: ANYONE },
  { route: 'GET /api/v1/search/fields', asked: 'nothing', cells: ANYONE },
  { route: 'GET /api/v1/saved-queries', asked: 'nothing', cells: PERSON },
  { route: 'PUT /api/v1/saved-queries', asked: 'query', cells: PERSON },
  {
    route: 'PUT /api/v1/saved-queries/:query_id',
    asked: 'query name',
    cells: [...NOBODY, QUERY, '200', QUERY, QUERY, NO],
  },
  {
    route: 'DELETE /api/v1/saved-queries/:query_id',
    asked: 'new query',
    cells: [...NOBODY, QUERY, '200', QUERY, QUERY, NO],
  },
  ...['events', 'media', 'export'].map((part): Line => {
    const cells = [...NOBODY, '200', '200', SESSION, '200', '200']
    return { route: `GET /api/v1/sessions/:session_id/${part}`, asked: 'session', cells }
  }),
  {
    route: 'GET /api/v1/sessions/:session_id/media/:stream_id/series',
    asked: 'stream',
    cells: [...NOBODY, '200', '200', SESSION, '200', '200'],
  },
  {
    route: 'GET /api/v1/sessions/:session_id/media/:stream_id/audio',
    asked: 'stream',
    cells: [...NOBODY, NO, '200', SESSION, '200', '200'],
  },
  {
    route: 'GET /api/v1/sessions/:session_id/pcap',
    asked: 'session',
    cells: [...NOBODY, NO, '200', SESSION, '200', '200'],
  },
  { route: 'GET /api/v1/jobs/:job_id/export', asked: 'job', cells: [...NOBODY, '200', '200', JOB, '200', '200'] },
  { route: 'GET /api/v1/jobs/:job_id/pcap', asked: 'job', cells: [...NOBODY, NO, '200', JOB, '200', '200'] },
  { route: 'GET /api/v1/packets/:packet_id', asked: 'packet', cells: [...NOBODY, NO, '200', PACKET, '200', '200'] },

  { route: 'GET /api/v1/subscribers', asked: 'nothing', cells: ANYONE },
  {
    route: 'GET /api/v1/subscribers/:subscriber_id',
    asked: 'subscriber',
    cells: [...NOBODY, '200', '200', SUBSCRIBER, '200', '200'],
  },
  {
    route: 'GET /api/v1/subscribers/:subscriber_id/ladder',
    asked: 'subscriber',
    cells: [...NOBODY, '200', '200', SUBSCRIBER, '200', '200'],
  },

  { route: 'GET /api/v1/analytics/summary', asked: 'nothing', cells: ANYONE },
  { route: 'GET /api/v1/analytics/protocols', asked: 'nothing', cells: ANYONE },
  { route: 'GET /api/v1/analytics/top-talkers', asked: 'nothing', cells: ANYONE },
  { route: 'GET /api/v1/analytics/timeseries', asked: 'metric', cells: ANYONE },
  { route: 'GET /api/v1/analytics/kpis', asked: 'nothing', cells: ANYONE },
  { route: 'GET /api/v1/analytics/performance', asked: 'nothing', cells: ANYONE },
  { route: 'POST /api/v1/analytics/cache/clear', asked: 'nothing', cells: ADMIN },

  { route: 'POST /api/v1/ws-ticket', asked: 'ticket request', cells: [...NOBODY, '201', '201', JOB, '201', '201'] },

  {
    route: 'GET /ws/jobs/:job_id/events',
    asked: 'job',
    cells: ['4401', '4401', '4401', '1000', '1000', '4404', '1000', '1000'],
  },
]
