import { expect, it } from 'vitest'
import { hashPassword, isPassword, randomPassword, requireStrong } from './passwords.ts'

it('knows a password again by its salted hash', async () => {
  const [one, two] = [await hashPassword('SecureP@ss123'), await hashPassword('SecureP@ss123')]
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
  expect(one).not.toBe(two)
  expect(await isPassword('SecureP@ss123', one)).toBe(true)
  expect(await isPassword('SecureP@ss124', one)).toBe(false)
})

/** RFC 9106 has no vector of this form; this one is the reference implementation's (argon2 -id -t 2 -m 16 -p 1). */
it('reads hashes of other costs', async () => {
  const hash = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'
  expect(await isPassword('password', hash)).toBe(true)
})

const wrong = ['', 'x', '$argon2i$v=19$m=8,t=1,p=1$c29tZXNhbHQ$AAAA', undefined]
it.each(wrong)('takes nothing for a password of %j', async (hash) => {
  expect(await isPassword('', hash)).toBe(false)
})

it('makes passwords that keep its own rules, each another', () => {
  const made = new Set(Array.from({ length: 100 }, () => randomPassword()))
  expect(made.size).toBe(100)
  for (const password of made) expect(() => requireStrong(password)).not.toThrow()
})

it('counts characters, of whatever script, and not what they are made of', () => {
  for (const password of ['Пароль12', `Aa1${'😀'.repeat(125)}`]) expect(() => requireStrong(password)).not.toThrow()
  expect(() => requireStrong(`Aa1${'😀'.repeat(126)}`)).toThrow('8 to 128 characters')
})
