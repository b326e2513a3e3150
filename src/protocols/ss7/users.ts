// Who speaks over SCCP: TCAP, RANAP (TS 25.413), BSSAP (TS 48.006 §9); told by the subsystems of a message's ends.
import type { Out } from '../../model/message.ts'
import { readLayer3 } from '../layer3/layer3.ts'
import { readBssmap } from './bssmap.ts'
import { readRanap } from './ranap.ts'
import type { Carrying, Extent } from './sccp-parts.ts'
import { readTcap } from './tcap.ts'

/** Subsystem numbers of one end and the other; undefined where not told. */
export type Subsystems = readonly (number | undefined)[]

/** What a message is called, and its line in a ladder. */
export interface Naming {
  readonly name: string
  readonly short: string
}

export const RANAP = 142
const BSSAP = 254
/** The discriminator of BSSAP, and the headers behind it: one octet of length, or DLCI and length. */
const MANAGEMENT = 0
const TRANSFER = 1

/** Reads the data of a message; undefined where nobody is known to speak there. */
export function readUser(bytes: Uint8Array, data: Extent, subsystems: Subsystems, out: Out): Naming | undefined {
  if (data.from >= data.to) return undefined
  const ends = subsystems.some((one) => one !== undefined) ? subsystems : [subsystemTold(out)]
  if (ends.includes(RANAP)) return ranap(bytes, data, out)
  if (ends.includes(BSSAP)) return bssap(bytes, data, out)
  const tcap = readTcap(bytes, data, ends, out)
  return tcap && named(tcap, out)
}

/** Who speaks over a connection, its first message told: ITU-T Q.714 §3.1. */
function subsystemTold(out: Out): number | undefined {
  const application = out.told?.()?.['application']
  if (application === 'RANAP') return RANAP
  return application === 'BSSMAP' || application === 'DTAP' ? BSSAP : undefined
}

/** As TCAP tells it. */
function named({ application, name }: { application: string; name: string }, out: Out): Naming {
  out.put('application', application)
  return { name: `${application} ${name}`, short: `${application} ${name.replaceAll(/[()]/g, '')}` }
}

function ranap(bytes: Uint8Array, data: Extent, out: Out): Naming | undefined {
  const told = readRanap(bytes, data, out)
  return told && carrying('RANAP', told)
}

function bssap(bytes: Uint8Array, data: Extent, out: Out): Naming | undefined {
  const { from, to } = data
  const discriminator = bytes[from]!
  if (discriminator === TRANSFER) {
    out.put('application', 'DTAP')
    const to = Math.min(data.to, from + 3 + (bytes[from + 2] ?? 0))
    const held = readLayer3(bytes, { from: from + 3, to, wireTo: to }, out)
    return held === undefined ? { name: 'DTAP', short: 'DTAP' } : { name: `DTAP ${held}`, short: `DTAP / ${held}` }
  }
  if (discriminator !== MANAGEMENT || to - from < 3) return undefined
  return carrying('BSSMAP', readBssmap(bytes, { from: from + 2, to }, out))
}

/** Its line names what it carries too, and why it was sent. */
function carrying(application: string, { name, held, cause }: Carrying): Naming {
  const whole = `${application} ${name}`
  return {
    name: whole,
    short: `${whole}${held === undefined ? '' : ` / ${held}`}${cause === undefined ? '' : ` (${cause})`}`,
  }
}
