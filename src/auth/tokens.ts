import { createSecretKey, type KeyObject } from 'node:crypto'
import { errors, jwtVerify, SignJWT } from 'jose'
import { Refusal } from './refusal.ts'

const ALGORITHM = 'HS256'
const ISSUER = 'callflowd'

/** What a token is for; one is never taken for the other. */
export type Use = 'access' | 'refresh'

export interface Claims {
  readonly user_id: string
  readonly login_id: string
  /** Id of the token itself. */
  readonly token_id: string
  /** Seconds since 1970. */
  readonly expires: number
}

/** Signs tokens and reads them back: JWT, RFC 7519. */
export class Tokens {
  readonly #key: KeyObject

  constructor(secret: string) {
    this.#key = createSecretKey(Buffer.from(secret, 'utf8'))
  }

  async sign(use: Use, { user_id, login_id, token_id, expires }: Claims): Promise<string> {
    return new SignJWT({ sid: login_id })
      .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
      .setIssuer(ISSUER)
      .setAudience(use)
      .setSubject(user_id)
      .setJti(token_id)
      .setIssuedAt()
      .setExpirationTime(expires)
      .sign(this.#key)
  }

  /** @throws Refusal TOKEN_EXPIRED, TOKEN_INVALID */
  async read(use: Use, token: string, now: number): Promise<Claims> {
    try {
      const { payload } = await jwtVerify(token, this.#key, {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        audience: use,
        currentDate: new Date(now),
        requiredClaims: ['sub', 'jti', 'exp', 'sid'],
      })
      const { sub = '', jti = '', exp = 0, sid } = payload
      if (typeof sid !== 'string') throw new Refusal('TOKEN_INVALID')
      return { user_id: sub, login_id: sid, token_id: jti, expires: exp }
    } catch (error) {
      throw new Refusal(error instanceof errors.JWTExpired ? 'TOKEN_EXPIRED' : 'TOKEN_INVALID')
    }
  }
}
