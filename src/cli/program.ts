import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import type { AnalyzeOptions } from './analyze.ts'
import { FORMATS } from '../export/sessions.ts'
import type { Flags } from '../config.ts'
import { addAccountCommands } from './account-commands.ts'
import { BAD_INPUT, BadInput, BROKEN, explain } from './failure.ts'
import type { LadderOptions } from './ladder.ts'
import { packageVersion } from '../package.ts'

interface ServeOptions {
  readonly config?: string
  readonly apiPort?: number
  readonly apiBind?: string
  /** False with `--no-auth`. */
  readonly auth?: boolean
  readonly tlsCert?: string
  readonly tlsKey?: string
}

/** Runs the command line, without the program's name. Gives the exit code; output may still be on its way. */
export async function run(args: readonly string[]): Promise<number> {
  try {
    await program().parseAsync(args, { from: 'user' })
    return 0
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : BAD_INPUT
    const { code, line } = explain(error)
    process.stderr.write(`callflowd: ${line}\n`)
    if (code === BROKEN && process.env['CALLFLOW_DEBUG'] && error instanceof Error) console.error(error.stack)
    return code
  }
}

function program(): Command {
  const root = new Command('callflowd')
    .description("Reads packet captures of telecom networks and tells each call's story.")
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(`callflowd: ${text.replace(/^error: /, '')}`) })
    .addHelpText('after', EXAMPLES)
  addAnalyze(root)
  addLadder(root)
  addServe(root)
  addConfig(root)
  addAccountCommands(root)
  // An unknown command is told by `addServe`, and in its words; commands take after what stood before them.
  return root.allowExcessArguments()
}

const EXAMPLES = `
Examples:
  callflowd analyze call.pcap                         sessions as a table
  callflowd analyze a.pcapng b.pcap.gz --format json  one trace in two captures, merged by time
  tcpdump -w - | callflowd analyze -                  from standard input
  callflowd ladder call.pcap                          the first call, message by message
  callflowd serve --config config.json                the server: http://localhost:8080
  callflowd user add alice --role readonly            a user of the server

Exit codes: 0 done, 1 something failed, 2 bad options or input.`

const ALIASES = 'what addresses and subnets are called, JSON or YAML: a list of address, name, group, role'

function addAnalyze(root: Command): void {
  root
    .command('analyze')
    .summary('print the sessions of captures')
    .description('Analyses captures (pcap, pcapng; also gzip, zstd) and prints their sessions.')
    .argument('<file...>', 'captures of one trace, merged by time; - is standard input; or a result that --store kept')
    .option('-s, --store <folder>', 'keep the result file in this folder, as NAME.result')
    .addOption(new Option('-f, --format <format>', 'how to print').choices(['table', ...FORMATS]).default('table'))
    .option('-o, --output <file>', 'write there instead of to standard output')
    .option('--aliases <file>', ALIASES)
    .option('-t, --filter-type <type>', 'only sessions of this type, such as VoLTE or SIP_REGISTRATION')
    .option('-q, --query <query>', "only sessions that fit this query, in the search's language (docs/api.md)")
    .option('--sort <field>', 'in the order of this field of queries, falling with - before it; by default by start')
    .option(
      '--decode-as <port=protocol>',
      'read what goes to or from a port as this protocol, and no other (repeatable)',
      several,
    )
    .option('--link-type <from=to>', 'read frames of one link type as of another (repeatable)', several)
    .option(
      '--link-by <header[=expression]>',
      'calls with the same value of this SIP header, or of what matches of it, are one (repeatable)',
      several,
    )
    .option('--relate-by <header[=expression]>', 'the same, but they are only told as related (repeatable)', several)
    .option('--from <time>', 'leave out frames before, such as 2026-01-31T10:00:00Z')
    .option('--to <time>', 'leave out frames at or after')
    .option('--tls-keylog <file>', TLS_KEYLOG)
    .option('--nas-keys <file>', NAS_KEYS)
    .addHelpText('after', ANALYZE_EXAMPLES)
    .action(async (files: string[], options: AnalyzeOptions) => {
      const { analyzeCommand } = await import('./analyze.ts')
      await analyzeCommand(files, options)
    })
}

const NAS_KEYS = 'read what NAS ciphers, by the keys of this file: an identity, EEA2 or NEA2, and a key a line'
const TLS_KEYLOG = 'read what TLS carries, by the secrets of this key log (SSLKEYLOGFILE)'

const ANALYZE_EXAMPLES = `
Formats:
  table   for people
  json    one object: capture, protocols, coverage, sessions with their events
  ndjson  a session a line
  csv     a session a row, without events

Examples:
  callflowd analyze call.pcap --filter-type volte
  callflowd analyze call.pcap --query 'failed && caller contains "+49"'
  callflowd analyze call.pcap --filter-type volte --sort=-setup_time_ms
  callflowd analyze call.pcap --format json --output call.json
  callflowd analyze call.pcap --decode-as 5070=SIP --decode-as udp/40000=RTP --link-type 147=1
  callflowd analyze call.pcap --link-by X-Trace --relate-by 'User-to-User=^([0-9a-f]{16})'
  callflowd analyze call.pcap --format ndjson | jq 'select(.outcome == "failed")'`

function addLadder(root: Command): void {
  root
    .command('ladder')
    .summary('draw one session of a capture as a ladder')
    .description('Draws the messages and media of one session between its participants, from top to bottom.')
    .argument('<file>', 'a capture, - for standard input, or a result file that analyze --store kept')
    .option(
      '-s, --session <key>',
      'which session: its id, key or Call-ID, or a part of its key (default: the first call)',
    )
    .addOption(
      new Option(
        '--subscriber <identity>',
        'all sessions of one subscriber, by IMSI, number, SUPI, IMPU or address',
      ).conflicts('session'),
    )
    .option('--aliases <file>', ALIASES)
    .option('-o, --output <file>', 'write there instead of to standard output')
    .option('--tls-keylog <file>', TLS_KEYLOG)
    .option('--nas-keys <file>', NAS_KEYS)
    .addHelpText('after', '\nExample:\n  callflowd ladder call.pcap --session 1234@10.0.0.1 | less -S')
    .action(async (file: string, options: LadderOptions) => {
      const { ladderCommand } = await import('./ladder.ts')
      await ladderCommand(file, options)
    })
}

/** The server is started by a command of its own, or by an option as the API's documents have it. */
function addServe(root: Command): void {
  withServerOptions(root.command('serve').description('Starts the server.'), '').action(serve)
  withServerOptions(root.option('--api-server', 'start the server, as serve does'), ' (with --api-server)').action(
    async (options: ServeOptions & { apiServer?: boolean }, { args }: Command) => {
      if (args[0] !== undefined) throw new BadInput(`unknown command '${args[0]}'; see callflowd --help`)
      if (options.apiServer) await serve(options)
      else root.help({ error: true })
    },
  )
}

function withServerOptions(command: Command, when: string): Command {
  return command
    .option('--config <file>', `configuration, JSON or YAML${when}`)
    .option('--api-port <port>', `port to listen on${when}`, port)
    .option('--api-bind <address>', `address to listen on${when}`)
    .option('--tls-cert <file>', `certificate chain, PEM; serves https${when}`)
    .option('--tls-key <file>', `key of the certificate, PEM${when}`)
    .option('--no-auth', `without users, for this machine only${when}`)
}

async function serve(options: ServeOptions): Promise<void> {
  const { startServer } = await import('./serve.ts')
  await startServer(flags(options))
}

/** Prints what the server would go by, as a file that it would take. */
function addConfig(root: Command): void {
  const command = root.command('config').description('Prints the configuration in force as JSON, without secrets.')
  withServerOptions(command, '').action(async (options: ServeOptions) => {
    const [{ readConfig }, { withoutSecrets }] = await Promise.all([import('./store.ts'), import('../config.ts')])
    process.stdout.write(`${JSON.stringify(withoutSecrets(readConfig(flags(options))), undefined, 2)}\n`)
  })
}

function flags({ apiPort, apiBind, ...options }: ServeOptions): Flags {
  return {
    ...options,
    ...(apiPort !== undefined && { port: apiPort }),
    ...(apiBind !== undefined && { bind: apiBind }),
  }
}

function several(text: string, before: readonly string[] = []): string[] {
  return [...before, text]
}

function port(text: string): number {
  const number = Number(text)
  if (/^\d+$/.test(text) && number <= 65_535) return number
  throw new InvalidArgumentError('It is a number from 0 to 65535.')
}
