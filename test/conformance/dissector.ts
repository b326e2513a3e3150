/** What an independent dissector knows, where it is installed: the tables of tshark, and the folder of its dictionaries. */
import { spawnSync } from 'node:child_process'

export type Names = Readonly<Record<number, string>>

function run(...arguments_: readonly string[]): readonly string[] {
  const { stdout, status } = spawnSync('tshark', arguments_, { maxBuffer: 2 ** 28, encoding: 'utf8' })
  return status === 0 ? stdout.split('\n') : []
}

/** Names of values and of ranges of one by field and number; the first of several of one number. Empty where there is no tshark. */
export function namedValues(fields: readonly string[]): Map<string, Map<number, string>> {
  const found = new Map(fields.map((field) => [field, new Map<number, string>()]))
  const lines = run('-G', 'values')
  for (const line of lines) {
    const [kind, field = '', code, ...rest] = line.split('\t')
    const names = kind === 'V' || (kind === 'R' && rest[0] === code) ? found.get(field) : undefined
    if (names && !names.has(Number(code))) names.set(Number(code), rest.at(-1) ?? '')
  }
  return lines.length === 0 ? new Map() : found
}

interface Flag {
  readonly name: string
  readonly bit: number
}

/** Flags by their fields, which begin with one of `prefixes`. */
export function flagsOf(prefixes: readonly string[]): Map<string, Flag> {
  const found = new Map<string, Flag>()
  for (const line of run('-G', 'fields')) {
    const [kind, name = '', field = '', type, , , mask = ''] = line.split('\t')
    const isFlag = kind === 'F' && type === 'FT_BOOLEAN' && prefixes.some((prefix) => field.startsWith(prefix))
    if (isFlag) found.set(field, { name, bit: Number(mask) })
  }
  return found
}

/** Folder of its dictionaries, or undefined. */
export function dictionaries(): string | undefined {
  return run('-G', 'folders')
    .find((line) => line.startsWith('Global configuration:'))
    ?.split(':')[1]
    ?.trim()
}

/** A name without what only its spelling is. */
export function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/^id-/, '')
    .replaceAll(/[^a-z0-9]/g, '')
}
