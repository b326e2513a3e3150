import { Recent } from '../../bytes/recent.ts'
import type { Message, Tracker } from '../../model/message.ts'

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

/** Tells who has an identifier of the radio: it is given again as soon as a connection is released. */
export class RrcTracker implements Tracker {
  readonly #phones = new Recent<Phone>(MOST_PHONES)
  #count = 0

  see(message: Message): void {
    const { details, name } = message
    if (name === 'MAC PDU') return
    const id = `${details['rnti'] as number}`
    const known = this.#phones.get(id)
    const isNew = known === undefined || known.isGone || BEGINS.test(name)
    const phone = isNew ? this.#new(id, known) : known
    if (details['protected'] === true && phone.ciphering !== undefined && phone.ciphering !== 'EEA0') conceal(message)
    else if (typeof details['ciphering'] === 'string') phone.ciphering = details['ciphering']
    const isOver = ENDS.test(message.name)
    if (isOver) phone.isGone = true
    message.keys.push({ kind: 'rrc', value: phone.key, use: isNew ? 'open' : isOver ? 'close' : 'same' })
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
