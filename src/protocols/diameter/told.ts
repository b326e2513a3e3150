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

  constructor(most: number) {
    this.#sessions = new Recent(most)
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
    message.clues = clues.filter((clue) => isNew(teller, clueHash(clue)))
    message.parties = parties.filter((party) => isNew(teller, partyHash(party)))
  }
}

function isNew(session: Session, value: number): boolean {
  const { told } = session
  if (told.includes(value)) return false
  if (told.length < MOST_TOLD) session.told = appended(told, value)
  return true
}

function clueHash({ kind, value }: Clue): number {
  return hash(value, hash(kind))
}

function partyHash({ role, imsi = '', msisdn = '', impi = '', impu = '', imei = '', ue_ip = '' }: Party): number {
  return hash(`${role} ${imsi} ${msisdn} ${impi} ${impu} ${imei} ${ue_ip}`)
}
