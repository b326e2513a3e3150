import { Listeners } from './listeners.ts'
import { ended, renew, retryAfter } from './request.ts'
import { Speed } from './speed.ts'

export interface UploadState {
  readonly id: number
  readonly name: string
  readonly bytes: number
  readonly sent: number
  readonly state: 'waiting' | 'sending' | 'failed'
  /** Bytes a second, once there is something to tell from. */
  readonly speed?: number
  readonly error?: string
  /** The server takes no more for now: it is sent again by itself. */
  readonly isHeld?: boolean
}

/** Fields of an upload besides the capture. */
export const KEY_FIELDS = ['tls_keylog', 'nas_keys'] as const
export type KeyField = (typeof KEY_FIELDS)[number]
export type Keys = Readonly<Partial<Record<KeyField, File>>>

/** Uploads at once: more would only share the same line. */
const MOST_AT_ONCE = 2
const TOO_MANY = 429
const UNAUTHORIZED = 401
const CREATED = 201

interface Pending {
  readonly id: number
  readonly file: File
  readonly keys: Keys
  isRenewed?: boolean
  request?: XMLHttpRequest
}

/** Sends captures to the server, a few at a time, and tells how far each is. A sent one leaves: it is a job then. */
export class Uploads {
  readonly state = new Listeners<readonly UploadState[]>([])
  readonly #pending = new Map<number, Pending>()
  readonly #created: (jobId: string) => void
  #sending = 0
  #isHeld = false
  #next = 1

  constructor(created: (jobId: string) => void) {
    this.#created = created
  }

  /** @param keys for what is ciphered in them; sent with each */
  add(files: Iterable<File>, keys: Keys = {}): void {
    for (const file of files) {
      const id = this.#next++
      this.#pending.set(id, { id, file, keys })
      this.#put({ id, name: file.name, bytes: file.size, sent: 0, state: 'waiting' })
    }
    this.#pump()
  }

  cancel(id: number): void {
    this.#pending.get(id)?.request?.abort()
    this.#pending.delete(id)
    this.state.set(this.state.value.filter((one) => one.id !== id))
  }

  retry(id: number): void {
    this.#change(id, { state: 'waiting', sent: 0 })
    this.#pump()
  }

  #pump(): void {
    while (!this.#isHeld && this.#sending < MOST_AT_ONCE) {
      const next = this.state.value.find(({ state }) => state === 'waiting')
      const pending = next && this.#pending.get(next.id)
      if (!pending) return
      this.#send(pending)
    }
  }

  #send(pending: Pending): void {
    const { id, file, keys } = pending
    const request = new XMLHttpRequest()
    const speed = new Speed()
    pending.request = request
    this.#sending++
    this.#change(id, { state: 'sending', isHeld: false })
    request.upload.addEventListener('progress', ({ loaded }) => {
      const rate = speed.at(performance.now(), loaded)
      this.#change(id, { sent: Math.min(file.size, loaded), ...(rate !== undefined && { speed: rate }) })
    })
    request.addEventListener('loadend', () => this.#ended(id, request))
    request.open('POST', '/api/v1/upload')
    const form = new FormData()
    for (const field of KEY_FIELDS) if (keys[field]) form.append(field, keys[field], keys[field].name)
    form.append('file', file, file.name)
    request.send(form)
  }

  #ended(id: number, request: XMLHttpRequest): void {
    this.#sending--
    if (this.#pending.has(id)) this.#settle(id, request)
    this.#pump()
  }

  #settle(id: number, request: XMLHttpRequest): void {
    const pending = this.#pending.get(id)
    const body = parsed(request.responseText)
    if (request.status === CREATED && typeof body['job_id'] === 'string') {
      this.cancel(id)
      this.#created(body['job_id'])
    } else if (request.status === UNAUTHORIZED && pending && !pending.isRenewed) {
      pending.isRenewed = true
      void renew().then((isIn) => (isIn ? this.retry(id) : this.#signedOut(id)))
    } else if (request.status === TOO_MANY) {
      this.#change(id, { state: 'waiting', sent: 0, isHeld: true })
      this.#hold(retryAfter(request.getResponseHeader('retry-after')))
    } else {
      const words = typeof body['error'] === 'string' ? body['error'] : 'The connection broke off'
      this.#change(id, { state: 'failed', error: words })
    }
  }

  /** It stays, to be sent again once somebody has signed in: whoever shows pages asks for that. */
  #signedOut(id: number): void {
    const pending = this.#pending.get(id)
    if (pending) pending.isRenewed = false
    this.#change(id, { state: 'failed', error: 'You were signed out before it was taken' })
    ended.set(ended.value + 1)
  }

  /** Uploads have a bucket of their own, which fills again: whichever is sent before then is refused as well. */
  #hold(seconds: number): void {
    this.#isHeld = true
    setTimeout(() => {
      this.#isHeld = false
      this.#pump()
    }, seconds * 1000)
  }

  #put(state: UploadState): void {
    this.state.set([...this.state.value, state])
  }

  #change(id: number, change: Partial<UploadState>): void {
    this.state.set(this.state.value.map((one) => (one.id === id ? { ...one, ...change } : one)))
  }
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return {}
  }
}
