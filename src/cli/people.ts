import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Dependencies } from '../api/dependencies.ts'
import { Tickets } from '../api/tickets.ts'
import { Accounts } from '../auth/accounts.ts'
import { KeyRing } from '../auth/api-keys.ts'
import { Auditor } from '../auth/audit.ts'
import { LoginDesk } from '../auth/logins.ts'
import { Refusal } from '../auth/refusal.ts'
import { keptSecret } from '../auth/secret.ts'
import type { Config } from '../config.ts'
import type { Catalogue } from '../store/catalogue/contract.ts'
import { BadInput } from './failure.ts'

const SECRET_FILE = 'jwt-secret'
const AUDIT_SWEEP_MS = 3_600_000

type People = Pick<Dependencies, 'accounts' | 'audit' | 'keys' | 'logins' | 'tickets'> & { stop(): void }

/** What knows users, made ready: the secret, the first admin, what is said of them at the start. */
export async function openPeople(
  config: Config,
  catalogue: Catalogue,
  { say, adminPassword }: { readonly say: (line: string) => void; readonly adminPassword: string | undefined },
): Promise<People> {
  const accounts = new Accounts(catalogue)
  const audit = new Auditor(catalogue)
  if (config.auth.enabled) {
    const password = await firstAdmin(accounts, adminPassword)
    if (password !== undefined) say(`made the user 'admin' with the password ${password} (it is not shown again)`)
    if (config.auth.allow_registration) say('lets anybody register; set auth.allow_registration to false to end that')
  }
  await audit.forget(config.auth.audit_retention_days)
  const timer = setInterval(() => {
    audit.forget(config.auth.audit_retention_days).catch((error) => say(`keeps old audit entries: ${String(error)}`))
  }, AUDIT_SWEEP_MS).unref()
  return {
    accounts,
    audit,
    keys: new KeyRing(catalogue, Date.now),
    logins: new LoginDesk(catalogue, { ...config.auth, jwt_secret: secretOf(config) }, Date.now),
    tickets: new Tickets(Date.now),
    stop: () => clearInterval(timer),
  }
}

async function firstAdmin(accounts: Accounts, chosen: string | undefined): Promise<string | undefined> {
  try {
    return await accounts.makeFirstAdmin(chosen === '' ? undefined : chosen)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    throw new BadInput(
      error.code === 'USERNAME_EXISTS'
        ? "there is no active admin, and a user 'admin' who is none; make one: callflowd user add NAME --role admin"
        : `CALLFLOW_ADMIN_PASSWORD: ${error.message}`,
    )
  }
}

function secretOf({ auth, storage }: Config): string {
  if (auth.jwt_secret !== '') return auth.jwt_secret
  return auth.enabled ? keptSecret(join(storage.output_dir, SECRET_FILE)) : randomBytes(32).toString('hex')
}
