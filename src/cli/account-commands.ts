import { type Command, InvalidArgumentError, Option } from 'commander'
import { ROLES, SCOPES } from '../model/user.ts'
import type { KeyOptions, StoreOptions } from './accounts.ts'

const CONFIG = ['--config <file>', 'configuration, which names the store'] as const
const STORE = '\nThe store is the one of the server of the same configuration, which may run meanwhile.'

/** `user add|list|passwd|disable`, `key create|revoke`. */
export function addAccountCommands(root: Command): void {
  addUserCommands(root.command('user').description('Users of the server.').addHelpText('after', STORE))
  addKeyCommands(root.command('key').description('API keys of the server.').addHelpText('after', STORE))
}

function addUserCommands(user: Command): void {
  const role = new Option('--role <role...>', 'what the user may do').choices([...ROLES]).default(['user'])
  user
    .command('add')
    .description('Adds a user, with a password asked for, or read from standard input; prints the id.')
    .argument('<name>')
    .addOption(role)
    .option('--email <address>', 'the user’s address')
    .option(...CONFIG)
    .action(async (name: string, options: Parameters<Accounts['addUser']>[1]) => {
      await (await accounts()).addUser(name, options)
    })
  user
    .command('list')
    .description('Prints the users: id, name, roles, whether active, last login.')
    .option(...CONFIG)
    .action(async (options: StoreOptions) => (await accounts()).listUsers(options))
  user
    .command('passwd')
    .description('Sets a password, asked for or read from standard input, and ends the user’s logins.')
    .argument('<name>')
    .option(...CONFIG)
    .action(async (name: string, options: StoreOptions) => (await accounts()).changePassword(name, options))
  user
    .command('disable')
    .description('Disables a user: logins and keys end at once.')
    .argument('<name>')
    .option(...CONFIG)
    .action(async (name: string, options: StoreOptions) => (await accounts()).disableUser(name, options))
}

function addKeyCommands(key: Command): void {
  const scope = new Option('--scope <scope...>', 'what the key may do').choices([...SCOPES]).makeOptionMandatory()
  key
    .command('create')
    .description('Makes an API key; prints its id and the key, which is not shown again.')
    .requiredOption('--user <name>', 'whose key it is')
    .addOption(scope)
    .option('--description <text>', 'what it is for', '')
    .option('--days <number>', 'how long it is good (default: until it is revoked)', days)
    .option(...CONFIG)
    .action(async (options: KeyOptions) => (await accounts()).createKey(options))
  key
    .command('revoke')
    .description('Revokes an API key at once.')
    .argument('<key-id>')
    .option(...CONFIG)
    .action(async (keyId: string, options: StoreOptions) => (await accounts()).revokeKey(keyId, options))
}

type Accounts = typeof import('./accounts.ts')

/** Loaded only where they are needed: other commands start sooner. */
async function accounts(): Promise<Accounts> {
  return import('./accounts.ts')
}

function days(text: string): number {
  const number = Number(text)
  if (/^\d+$/.test(text) && number >= 1 && number <= 36_500) return number
  throw new InvalidArgumentError('It is a number of days from 1 to 36500.')
}
