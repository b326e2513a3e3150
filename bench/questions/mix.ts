import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { signallingMix } from '../make/signalling-mix.ts'
import { messageRate } from '../message-rate.ts'
import type { Question } from '../question.ts'

/** Bytes of what is said for one subscriber. */
const SUBSCRIBER_BYTES = 10_000
/** A larger capture than this is not needed to tell, and would be made in memory. */
const LARGEST = 40e6

export const mix: Question = {
  name: 'mix',
  asks: 'How fast is signalling of several protocols, in short sessions?',
  async answer(options) {
    const lines: string[] = []
    const size = Math.min(options.size / (options.smoke ? 4 : 1), LARGEST)
    for (const core of options.smoke ? [true] : [false, true]) {
      const subscribers = Math.ceil(size / SUBSCRIBER_BYTES)
      const { bytes, messages, sessions } = signallingMix(subscribers, { core })
      mkdirSync(options.folder, { recursive: true })
      const path = join(options.folder, `mix-${subscribers}${core ? '-core' : ''}.pcap`)
      writeFileSync(path, bytes)
      const what = `SIP, GTPv2, Diameter over SCTP and TCP${core ? ', HTTP/2' : ''}`
      lines.push(`${what}: ${messages.toLocaleString('en')} messages in ${sessions.toLocaleString('en')} sessions`)
      lines.push(...(await messageRate({ path, messages, sessions }, options)))
    }
    return lines
  },
}
