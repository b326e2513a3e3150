import { appended } from '../../bytes/appended.ts'
import { Recent } from '../../bytes/recent.ts'
import type { Clue, Message, Party } from '../../model/message.ts'
import { hash } from '../../bytes/hash.ts'

/** What is remembered of one session. */
const MOST_TOLD = 64

interface Session {
  readonly id: string
  /** Hashes of the clues and parties that it has told. */
  told: number[]
}

/** Lets each clue and party of a session pass once: its messages repeat them. */
export class Told {
  readonly #sessions: Recent<Session>
  readonly #seed: number

  constructor(most: number, seed: number) {
    this.#sessions = new Recent(most)
    this.#seed = seed
  }

  get size(): number {
    return this.#sessions.size
  }

  /** Takes from the message what its session has told already. */
  once(message: Message): void {
    const { clues, parties, keys } = message
    const [key] = keys
    if (key === undefined || clues.length + parties.length === 0) return
    let session = this.#sessions.get(key.value)
    if (session === undefined) {
      session = { id: key.value, told: [] }
      this.#sessions.add(session)
    }
    const teller = session
    message.clues = clues.filter((clue) => isNew(teller, clueHash(clue, this.#seed)))
    message.parties = parties.filter((party) => isNew(teller, partyHash(party, this.#seed)))
  }
}

function isNew(session: Session, value: number): boolean {
  const { told } = session
  if (told.includes(value)) return false
  if (told.length < MOST_TOLD) session.told = appended(told, value)
  return true
}

function clueHash({ kind, value }: Clue, seed: number): number {
  return hash(value, hash(kind, seed))
}

function partyHash(party: Party, seed: number): number {
  const { role, imsi = '', msisdn = '', impi = '', impu = '', imei = '', ue_ip = '' } = party
  return hash(`${role} ${imsi} ${msisdn} ${impi} ${impu} ${imei} ${ue_ip}`, seed)
}
