import type { FastifyRequest } from 'fastify'
import type { Issued } from '../auth/logins.ts'
import { Refusal } from '../auth/refusal.ts'
import type { Login } from '../model/user.ts'
import type { Dependencies } from './dependencies.ts'

/** Logs in with the name and password of the request's body, and notes how it went. */
export async function logIn(
  request: FastifyRequest & { readonly body: { readonly username: string; readonly password: string } },
  kind: Login['kind'],
  { accounts, audit, logins }: Dependencies,
): Promise<Issued> {
  const { username, password } = request.body
  try {
    const user = await accounts.authenticate(username, password)
    await audit.note({ action: 'login', address: request.ip, user, target: user.user_id })
    return await logins.begin(user, kind)
  } catch (error) {
    if (error instanceof Refusal) {
      // What is no user's name may be a password in the wrong field: it is not kept.
      const user = await accounts.named(username)
      await audit.note({ action: 'login', address: request.ip, user, outcome: 'refused' })
    }
    throw error
  }
}
