import { Recent } from '../../bytes/recent.ts'
import { BASE_STATION } from '../../bytes/address.ts'
import type { Carried, Message, Out, Tracker } from '../../model/message.ts'
import { Amending } from '../ss7/amending.ts'
import { Pieces } from './pieces.ts'

const MOST_PHONES = 65_536
const BEGINS = /^RRCConnection(Request|ReestablishmentRequest)$/
const ENDS = /^RRCConnectionRelease$/

/** What is known of a phone by the identifier that the eNodeB gave it. */
interface Phone {
  readonly id: string
  key: string
  ciphering: string | undefined
  /** It has the identifier no longer: the next to be heard under it is another. */
  isGone: boolean
}

/** Reads a message with PDCP around it. */
type ReadWhole = (whole: Uint8Array, isDown: boolean, out: Out) => void

/** Tells who has an identifier of the radio: it is given again as soon as a connection is released. */
export class RrcTracker implements Tracker {
  readonly #phones = new Recent<Phone>(MOST_PHONES)
  readonly #pieces = new Pieces()
  readonly #read: ReadWhole
  #count = 0

  constructor(read: ReadWhole) {
    this.#read = read
  }

  see(message: Message, carried?: Carried): void {
    const { details } = message
    const id = `${details['rnti'] as number}`
    if (carried) this.#join(message, carried, id)
    const { name } = message
    if (name === 'MAC PDU') return
    const known = this.#phones.get(id)
    const isNew = known === undefined || known.isGone || BEGINS.test(name)
    const phone = isNew ? this.#new(id, known) : known
    if (details['protected'] === true && phone.ciphering !== undefined && phone.ciphering !== 'EEA0') conceal(message)
    else if (typeof details['ciphering'] === 'string') phone.ciphering = details['ciphering']
    const isOver = ENDS.test(message.name)
    if (isOver) phone.isGone = true
    message.keys.push({ kind: 'rrc', value: phone.key, use: isNew ? 'open' : isOver ? 'close' : 'same' })
  }

  /** A message that was whole only with this block is what it says, where it says nothing else. */
  #join(message: Message, carried: Carried, id: string): void {
    const isDown = message.where.source.address === BASE_STATION
    const [whole] = this.#pieces.take(id, carried, isDown)
    if (whole && message.name === 'MAC PDU') this.#read(whole, isDown, new Amending(message))
  }

  #new(id: string, known: Phone | undefined): Phone {
    const key = `${++this.#count}`
    if (!known) {
      const phone = { id, key, ciphering: undefined, isGone: false }
      this.#phones.add(phone)
      return phone
    }
    Object.assign(known, { key, ciphering: undefined, isGone: false })
    return known
  }
}

/** What looked like a message is none: it is ciphered. */
function conceal(message: Message): void {
  const { rnti } = message.details
  message.details = { rnti, protected: true, ciphered: true }
  message.name = 'Ciphered RRC'
  message.short = 'RRC (ciphered)'
  message.also = undefined
  message.parties.length = 0
  message.clues.length = 0
}
