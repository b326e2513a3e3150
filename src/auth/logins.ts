import { randomUUID } from 'node:crypto'
import type { Login, User } from '../model/user.ts'
import type { Catalogue } from '../store/catalogue/contract.ts'
import type { Principal } from './principal.ts'
import { Refusal } from './refusal.ts'
import { scopesOf } from './scopes.ts'
import { type Claims, Tokens } from './tokens.ts'

const HOUR_SECONDS = 3600
const DAY_MS = 86_400_000
/** The web application exchanges its tokens at least as often. */
const SESSION_ACCESS_SECONDS = HOUR_SECONDS
/** Two tabs may exchange the same token at once, or an answer be lost: so long the old one is still good. */
const EXCHANGE_GRACE_MS = 30_000

export interface LoginSettings {
  readonly jwt_secret: string
  readonly jwt_expiry_hours: number
  readonly refresh_token_expiry_days: number
}

export interface Issued {
  readonly user: User
  readonly access_token: string
  readonly refresh_token: string
  /** Seconds that the access token is good for, and the refresh token. */
  readonly expires_in: number
  readonly refresh_expires_in: number
}

/** Tokens: given at login, taken at each request, and dead as soon as their login is ended. */
export class LoginDesk {
  readonly #catalogue: Catalogue
  readonly #settings: LoginSettings
  readonly #tokens: Tokens
  readonly #now: () => number

  constructor(catalogue: Catalogue, settings: LoginSettings, now: () => number) {
    this.#catalogue = catalogue
    this.#settings = settings
    this.#tokens = new Tokens(settings.jwt_secret)
    this.#now = now
  }

  /** Begins a login of a user whose password was right. */
  async begin(user: User, kind: Login['kind']): Promise<Issued> {
    const at = this.#at()
    await this.#catalogue.logins.removeExpired(this.#longOver())
    const login: Login = {
      login_id: randomUUID(),
      user_id: user.user_id,
      kind,
      refresh_id: randomUUID(),
      previous_refresh_id: null,
      rotated_at: null,
      created_at: at,
      expires_at: this.#expiry(),
    }
    await this.#catalogue.logins.add(login)
    await this.#catalogue.users.loggedIn(user.user_id, at)
    return this.#issue(user, login, login.refresh_id!)
  }

  /** Who asks with this access token. Throws Refusal TOKEN_EXPIRED, TOKEN_INVALID. */
  async principal(kind: Login['kind'], token: string): Promise<Principal> {
    const { user, login } = await this.#live(kind, await this.#tokens.read('access', token, this.#now()))
    return { by: kind, user, scopes: scopesOf(user), id: login.login_id }
  }

  /** A new access token for an API refresh token, which stays good. */
  async renew(refreshToken: string): Promise<{ user: User; access_token: string; expires_in: number }> {
    const claims = await this.#tokens.read('refresh', refreshToken, this.#now())
    const { user, login } = await this.#live('token', claims)
    if (login.refresh_id !== claims.token_id) throw new Refusal('TOKEN_INVALID')
    return { user, ...(await this.#access(login)) }
  }

  /** Exchanges a session's refresh token. One that comes again later was stolen, or its thief exchanged it first. */
  async exchange(refreshToken: string): Promise<Issued> {
    const claims = await this.#tokens.read('refresh', refreshToken, this.#now())
    const { user, login } = await this.#live('session', claims)
    const { login_id } = login
    const to = randomUUID()
    const [at, expires_at] = [this.#at(), this.#expiry()]
    if (await this.#catalogue.logins.rotate(login_id, { from: claims.token_id, to, at, expires_at })) {
      return this.#issue(user, { ...login, expires_at }, to)
    }
    const now = (await this.#live('session', claims)).login
    const isLate = Date.parse(now.rotated_at ?? '') + EXCHANGE_GRACE_MS < this.#now()
    if (now.previous_refresh_id !== claims.token_id || now.refresh_id === null || isLate) {
      await this.#catalogue.logins.remove(login_id)
      throw new Refusal('TOKEN_INVALID')
    }
    return this.#issue(user, now, now.refresh_id)
  }

  /** Ends a login: its tokens are dead at once. */
  async end(loginId: string): Promise<void> {
    await this.#catalogue.logins.remove(loginId)
  }

  /** Ends the session that a refresh token is of, if it is one. */
  async endByRefresh(refreshToken: string): Promise<void> {
    try {
      await this.end((await this.#tokens.read('refresh', refreshToken, this.#now())).login_id)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
    }
  }

  /** Ends what else a user is logged in by, when the password changed; an API refresh token goes too. */
  async endOthers({ user, by, id }: Principal): Promise<void> {
    await this.#catalogue.logins.removeAll(user!.user_id, id)
    if (by === 'token') await this.#catalogue.logins.endRefresh(id)
  }

  async #live(kind: Login['kind'], { login_id, user_id }: Claims): Promise<{ user: User; login: Login }> {
    const found = await this.#catalogue.logins.get(login_id)
    const isLive = found?.login.kind === kind && found.user.user_id === user_id && found.user.is_active
    if (!isLive) throw new Refusal('TOKEN_INVALID')
    return found
  }

  async #issue(user: User, login: Login, refreshId: string): Promise<Issued> {
    const expires = Math.floor(Date.parse(login.expires_at) / 1000)
    const refresh_token = await this.#tokens.sign('refresh', { ...ids(login), token_id: refreshId, expires })
    const refresh_expires_in = expires - Math.floor(this.#now() / 1000)
    return { user, ...(await this.#access(login)), refresh_token, refresh_expires_in }
  }

  async #access(login: Login): Promise<{ access_token: string; expires_in: number }> {
    const most = Math.round(this.#settings.jwt_expiry_hours * HOUR_SECONDS)
    const expires_in = login.kind === 'session' ? Math.min(most, SESSION_ACCESS_SECONDS) : most
    const expires = Math.floor(this.#now() / 1000) + expires_in
    const access_token = await this.#tokens.sign('access', { ...ids(login), token_id: randomUUID(), expires })
    return { access_token, expires_in }
  }

  #at(): string {
    return new Date(this.#now()).toISOString()
  }

  /** Logins that expired before have no access token any more. */
  #longOver(): string {
    return new Date(this.#now() - this.#settings.jwt_expiry_hours * HOUR_SECONDS * 1000).toISOString()
  }

  #expiry(): string {
    return new Date(this.#now() + this.#settings.refresh_token_expiry_days * DAY_MS).toISOString()
  }
}

function ids({ user_id, login_id }: Login): Pick<Claims, 'user_id' | 'login_id'> {
  return { user_id, login_id }
}
