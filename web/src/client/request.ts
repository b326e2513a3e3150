import { Listeners } from './listeners.ts'

/** The server said no; the message is its sentence. */
export class Refused extends Error {
  readonly status: number
  readonly code: string
  /** Keys of the answer besides `error` and `code`. */
  readonly details: Readonly<Record<string, unknown>>

  constructor(status: number, body: Readonly<Record<string, unknown>>) {
    const { error, code, ...details } = body
    super(typeof error === 'string' ? error : `The server answered ${status}`)
    this.status = status
    this.code = typeof code === 'string' ? code : `HTTP ${status}`
    this.details = details
  }
}

/** Whether there is nothing of what was asked for, as far as the server tells. */
export function isUnknown(error: unknown): boolean {
  return error instanceof Refused && error.status === NOT_FOUND
}

/** The server could not be reached at all. */
class Unreachable extends Error {}

const TOO_MANY = 429
const UNAUTHORIZED = 401
const NOT_FOUND = 404
const SESSION = '/api/v1/session'
const SHORTEST_WAIT_S = 1
const LONGEST_WAIT_S = 120

/** Since when requests wait for their turn, and until when; undefined while none does. Both in ms of the clock. */
export interface Waiting {
  readonly since: number
  readonly until: number
}

export const waiting = new Listeners<Waiting | undefined>(undefined)

/** How often a session was found to be over: whoever shows pages asks for a new one. */
export const ended = new Listeners(0)

/**
 * Asks the API. A 429 is no error: the request waits as long as the server says, and is sent again; so it is, once, where
 * the session was only due to be renewed.
 */
export async function ask<Answer>(path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await answered(path, init)
  const body: unknown = await response.json().catch(() => ({}))
  return body as Answer
}

/** As `ask`, for a file. */
export async function askBytes(path: string, init: RequestInit = {}): Promise<ArrayBuffer> {
  return (await answered(path, init)).arrayBuffer()
}

/** The answer, which is none of those that are tried again, nor an error. */
async function answered(path: string, init: RequestInit): Promise<Response> {
  const turn = { since: Date.now(), until: 0 }
  try {
    return await taken(path, init, turn)
  } finally {
    turns.delete(turn)
    tellWaiting()
  }
}

async function taken(path: string, init: RequestInit, turn: Turn): Promise<Response> {
  let isRenewed = path.startsWith(SESSION)
  for (;;) {
    const response = await reach(path, init)
    if (response.status === TOO_MANY) {
      await wait(retryAfter(response.headers.get('retry-after')), turn, init.signal)
      continue
    }
    if (response.status === UNAUTHORIZED && !isRenewed) {
      isRenewed = true
      if (await renew()) continue
      ended.set(ended.value + 1)
    }
    if (response.ok) return response
    const body: unknown = await response.json().catch(() => ({}))
    throw new Refused(response.status, body as Record<string, unknown>)
  }
}

export async function send<Answer>(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<Answer> {
  if (body === undefined) return ask<Answer>(path, { method })
  return ask<Answer>(path, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
}

let renewal: Promise<boolean> | undefined

/** Renews the session; asks once, however many wait for it. */
export function renew(): Promise<boolean> {
  renewal ??= fetch(`${SESSION}/refresh`, { method: 'POST', credentials: 'same-origin' })
    .then(({ ok }) => ok)
    .catch(() => false)
    .finally(() => {
      renewal = undefined
    })
  return renewal
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { credentials: 'same-origin', ...init })
  } catch (error) {
    if (init.signal?.aborted) throw error
    throw new Unreachable('The server cannot be reached')
  }
}

/** Seconds to wait by Retry-After, within reason. */
export function retryAfter(header: string | null): number {
  const seconds = Number(header ?? Number.NaN)
  if (!Number.isFinite(seconds)) return SHORTEST_WAIT_S
  return Math.min(LONGEST_WAIT_S, Math.max(SHORTEST_WAIT_S, seconds))
}

interface Turn {
  readonly since: number
  until: number
}

/** Requests that were told to come again: what others are given meanwhile does not end their wait. */
const turns = new Set<Turn>()

function tellWaiting(): void {
  if (turns.size === 0) return waiting.set(undefined)
  const all = [...turns]
  const since = Math.min(...all.map((turn) => turn.since))
  return waiting.set({ since, until: Math.max(...all.map((turn) => turn.until)) })
}

/** Waits, and says so to whoever shows it. */
async function wait(seconds: number, turn: Turn, signal?: AbortSignal | null): Promise<void> {
  turn.until = Date.now() + seconds * 1000
  turns.add(turn)
  tellWaiting()
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, seconds * 1000)
    signal?.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(new DOMException('Aborted', 'AbortError'))
    })
  })
}
