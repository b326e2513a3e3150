/** RUA, between home base stations and their gateway: TS 25.468. It carries RANAP as connections of SCCP would. */
import { Per } from '../../bytes/per.ts'
import { Recent } from '../../bytes/recent.ts'
import type { Message, Out, Protocol, Tracker, Where } from '../../model/message.ts'
import { containerOf, elementsOf } from './protocol-elements.ts'
import { RANAP, readUser } from './users.ts'

/** Procedures: §9.3.6. */
const PROCEDURES: Readonly<Record<number, string>> = {
  1: 'Connect',
  2: 'DirectTransfer',
  3: 'Disconnect',
  4: 'ConnectionlessTransfer',
  5: 'ErrorIndication',
  6: 'PrivateMessage',
}
const CONNECT = 1
const DISCONNECT = 3
/** Identifiers of IEs: §9.3.6. */
const CONTEXT = 3
const RANAP_MESSAGE = 4
const DOMAIN = 7
const DOMAINS = ['CS', 'PS']
const MOST_ELEMENTS = 16
/** Every message is an initiating one. */
const INITIATING = 0
const SHORTEST = 7
const MOST_CONTEXTS = 32_768
const LONGEST_SHORT = 80

export const rua: Protocol = {
  name: 'RUA',
  group: 'SS7',
  ppids: [19],
  dissectors: ['rua'],
  recognize: (bytes, from, to) =>
    to - from >= SHORTEST && bytes[from] === INITIATING && PROCEDURES[bytes[from + 1]!] !== undefined,
  decode,
  track: () => new RuaTracker(),
}

function decode(bytes: Uint8Array, from: number, to: number, wireTo: number, _where: Where, out: Out): void {
  const code = bytes[from + 1] ?? 0
  const name = `RUA ${PROCEDURES[code] ?? `procedure ${code}`}`
  out.open('RANAP User Adaptation', from, to)
  out.put('rua_type', code, from + 1, from + 2)
  const carried = readElements(new Per(bytes, Math.min(from + 2, to), to, wireTo), out)
  out.close()
  const naming = (carried && readUser(carried.bytes, { from: carried.at, to: carried.end }, [RANAP], out)) ?? {
    name,
    short: name,
  }
  out.name(naming.name, naming.short.slice(0, LONGEST_SHORT))
}

/** Gives what it carries of RANAP. */
function readElements(per: Per, out: Out): Per | undefined {
  let carried: Per | undefined
  const container = containerOf(per)
  for (const [id, element] of elementsOf(container, MOST_ELEMENTS)) {
    const { at, end } = element
    if (id === DOMAIN) out.put('domain', DOMAINS[element.bits(1)], at, end)
    else if (id === CONTEXT) out.put('context_id', element.bits(24), at, end)
    else if (id === RANAP_MESSAGE) carried = element.open()
  }
  per.heed(container)
  if (per.fault !== '') out.fault = per.fault
  return carried
}

interface Context {
  readonly id: string
  key: string
}

/** Which messages are of one context: it is given again after its end. */
class RuaTracker implements Tracker {
  readonly #contexts = new Recent<Context>(MOST_CONTEXTS)
  #made = 0

  see({ details, where, keys }: Message): void {
    const ends = [where.source.address, where.destination.address].toSorted().join('<->')
    const link = where.association === undefined ? ends : `${ends} ${where.association}`
    const context = details['context_id'] as number | undefined
    if (context === undefined) {
      keys.push({ kind: 'sigtran', value: link, use: 'open' })
      return
    }
    const type = details['rua_type']
    const id = `${where.association ?? ends} ${details['domain'] as string} ${context}`
    const known = this.#contexts.get(id)
    const key = known && type !== CONNECT ? known.key : `rua ${++this.#made}`
    if (known) known.key = key
    else this.#contexts.add({ id, key })
    keys.push({ kind: 'sccp', value: key, use: type === DISCONNECT ? 'close' : 'open' })
  }
}
