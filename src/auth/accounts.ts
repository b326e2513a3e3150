import { randomUUID } from 'node:crypto'
import type { Role, User } from '../model/user.ts'
import type { UserChange } from '../store/catalogue/accounts-contract.ts'
import type { Catalogue } from '../store/catalogue/contract.ts'
import { hashPassword, isPassword, randomPassword, requireStrong } from './passwords.ts'
import { Refusal } from './refusal.ts'

const FIRST_ADMIN = 'admin'

export interface NewAccount {
  readonly username: string
  readonly password: string
  readonly email?: string | undefined
  readonly roles: readonly Role[]
}

/** The users, and what is done to them. Throws Refusal. */
export class Accounts {
  readonly #catalogue: Catalogue
  readonly #now: () => number

  constructor(catalogue: Catalogue, now: () => number = Date.now) {
    this.#catalogue = catalogue
    this.#now = now
  }

  async create({ username, password, email = '', roles }: NewAccount): Promise<User> {
    requireStrong(password)
    const user = {
      user_id: randomUUID(),
      username,
      email,
      roles: [...new Set(roles)],
      created_at: new Date(this.#now()).toISOString(),
      password_hash: await hashPassword(password),
    }
    const taken = await this.#catalogue.users.add(user)
    if (taken !== undefined) throw new Refusal(taken)
    return (await this.#catalogue.users.get(user.user_id))!
  }

  /** The active user of that name and password. */
  async authenticate(username: string, password: string): Promise<User> {
    const known = await this.#catalogue.users.byName(username)
    const isRight = await isPassword(password, known?.password_hash)
    if (!known || !isRight || !known.user.is_active) throw new Refusal('INVALID_CREDENTIALS')
    return known.user
  }

  async named(username: string): Promise<User | undefined> {
    return (await this.#catalogue.users.byName(username))?.user
  }

  async update(userId: string, { password, ...change }: UserChange & { password?: string }): Promise<User> {
    if (password !== undefined) requireStrong(password)
    refuse(await this.#catalogue.users.update(userId, change))
    if (password !== undefined) await this.setPassword(userId, password)
    return (await this.#catalogue.users.get(userId))!
  }

  /** Sets a password without asking for the old one, and ends all logins. */
  async setPassword(userId: string, password: string): Promise<void> {
    requireStrong(password)
    await this.#catalogue.users.setPassword(userId, await hashPassword(password))
    await this.#catalogue.logins.removeAll(userId)
  }

  /** Sets a user's password where the old one is right; which logins end is the caller's business. */
  async changePassword({ user_id, username }: User, old: string, password: string): Promise<void> {
    await this.authenticate(username, old)
    requireStrong(password)
    await this.#catalogue.users.setPassword(user_id, await hashPassword(password))
  }

  async remove(userId: string): Promise<void> {
    refuse(await this.#catalogue.users.remove(userId))
  }

  /**
   * Makes the first admin where there is none.
   * @param chosen the password, or undefined for a random one
   * @returns the random password, to be shown once
   */
  async makeFirstAdmin(chosen: string | undefined): Promise<string | undefined> {
    const { users } = await this.#catalogue.users.list()
    if (users.some(({ is_active, roles }) => is_active && roles.includes('admin'))) return undefined
    const password = chosen ?? randomPassword()
    await this.create({ username: FIRST_ADMIN, password, roles: ['admin'] })
    return chosen === undefined ? password : undefined
  }
}

function refuse(why: 'USER_NOT_FOUND' | 'EMAIL_EXISTS' | 'LAST_ADMIN' | undefined): void {
  if (why === undefined) return
  if (why === 'LAST_ADMIN') throw new Refusal('INVALID_REQUEST', 'The last admin cannot be removed')
  throw new Refusal(why)
}
