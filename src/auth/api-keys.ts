import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { ApiKey, Scope, User } from '../model/user.ts'
import type { Catalogue } from '../store/catalogue/contract.ts'
import type { Principal } from './principal.ts'
import { Refusal } from './refusal.ts'
import { scopesOf } from './scopes.ts'

const PREFIX = 'cfv_'
const KEY_BYTES = 32
/** Each key has a rate limit of its own, so that one user may not have any number of them. */
const MOST_KEYS = 100
const DAY_MS = 86_400_000
/** `last_used` is written no oftener, so that a busy script does not write at every request. */
const USE_NOTED_EVERY_MS = 60_000

export interface NewKey {
  readonly description: string
  readonly scopes: readonly Scope[]
  /** Kept until it is revoked where this is absent. */
  readonly expires_in_days?: number | undefined
}

/** Makes, takes and revokes API keys. */
export class KeyRing {
  readonly #catalogue: Catalogue
  readonly #now: () => number

  constructor(catalogue: Catalogue, now: () => number) {
    this.#catalogue = catalogue
    this.#now = now
  }

  /** Makes a key, which is shown now and never again. Throws Refusal where the owner has not its scopes. */
  async make(owner: User, { description, scopes, expires_in_days }: NewKey): Promise<ApiKey & { api_key: string }> {
    const beyond = scopes.filter((scope) => !scopesOf(owner).includes(scope))
    if (beyond.length > 0) {
      throw new Refusal('INVALID_REQUEST', `You have not the scopes ${beyond.join(', ')}`, { field: 'scopes' })
    }
    if ((await this.#catalogue.keys.list(owner.user_id)).length >= MOST_KEYS) {
      throw new Refusal('INVALID_REQUEST', `A user has at most ${MOST_KEYS} API keys; revoke one first`)
    }
    const api_key = PREFIX + randomBytes(KEY_BYTES).toString('base64url')
    const now = this.#now()
    const key: ApiKey = {
      key_id: randomUUID(),
      user_id: owner.user_id,
      description,
      scopes: [...new Set(scopes)],
      created_at: new Date(now).toISOString(),
      expires_at: expires_in_days === undefined ? null : new Date(now + expires_in_days * DAY_MS).toISOString(),
      last_used: null,
    }
    await this.#catalogue.keys.add(key, hashOf(api_key))
    return { ...key, api_key }
  }

  /** Who asks with this key. Throws Refusal TOKEN_INVALID, TOKEN_EXPIRED. */
  async principal(apiKey: string): Promise<Principal> {
    const found = apiKey.startsWith(PREFIX) ? await this.#catalogue.keys.byHash(hashOf(apiKey)) : undefined
    if (!found?.user.is_active) throw new Refusal('TOKEN_INVALID', 'Unknown or revoked API key')
    const { key, user } = found
    const now = this.#now()
    if (key.expires_at !== null && Date.parse(key.expires_at) <= now) {
      throw new Refusal('TOKEN_EXPIRED', 'API key has expired')
    }
    if (key.last_used === null || Date.parse(key.last_used) + USE_NOTED_EVERY_MS <= now) {
      await this.#catalogue.keys.used(key.key_id, new Date(now).toISOString())
    }
    // Roles may have been taken from the owner since the key was made.
    const held = scopesOf(user)
    return { by: 'key', user, scopes: key.scopes.filter((scope) => held.includes(scope)), id: key.key_id }
  }
}

/** Keys are as random as their hash, so a plain one keeps them. */
function hashOf(apiKey: string): string {
  return createHash('sha256').update(apiKey).digest('hex')
}
