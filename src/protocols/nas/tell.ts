import type { Out, Party } from '../../model/message.ts'
import type { Fields } from './body.ts'

type Digits = Readonly<Record<string, string | number>>

/** A UE that has none yet may say so. */
const NONE = '0x00000000'

/**
 * Tells whom a message is about, and under which temporary identities others may speak of them.
 *
 * @param isGiven the network gives these identities, so that they may have been somebody else's until now
 */
export function tellIdentities(fields: Fields, out: Out, isGiven: boolean): void {
  const party: { -readonly [name in keyof Party]: Party[name] } & { role: 'served' } = { role: 'served' }
  for (const name of ['imsi', 'supi', 'imei', 'ue_ip'] as const) {
    const value = fields[name]
    if (typeof value === 'string') party[name] = value
  }
  if (Object.keys(party).length > 1) out.party(party)
  if (typeof fields['ue_ip'] === 'string') out.clue('ue-ip', fields['ue_ip'])
  // In the null scheme it names the subscriber already.
  if (typeof fields['suci'] === 'string' && party.supi === undefined) out.clue('suci', fields['suci'])
  const guti = fields['guti'] as Digits | undefined
  const guti5g = fields['guti_5g'] as Digits | undefined
  const temporary = (guti5g ?? fields['fiveg_s_tmsi']) as Digits | undefined
  if (guti && guti['m_tmsi'] !== NONE) {
    tellTemporary(epsTmsi(guti['mmec'] as number, guti['m_tmsi'] as string), out, isGiven)
    out.clue('guti', Object.values(guti).join('-'))
  }
  if (guti5g && guti5g['tmsi'] !== NONE) out.clue('guti', Object.values(guti5g).join('-'))
  if (temporary && temporary['tmsi'] !== NONE) tellTemporary(fiveGTmsi(temporary), out, isGiven)
}

function tellTemporary(tmsi: string, out: Out, isGiven: boolean): void {
  out.clue('tmsi', tmsi)
  if (isGiven) out.clue('given-tmsi', tmsi)
}

/** An S-TMSI as a clue: TS 23.003 §2.9. */
export function epsTmsi(mmec: number, tmsi: string): string {
  return `${mmec}-${tmsi}`
}

/** A 5G-S-TMSI as a clue: TS 23.003 §2.11. */
export function fiveGTmsi({ amf_set, amf_pointer, tmsi }: Digits): string {
  return `${amf_set}-${amf_pointer}-${tmsi}`
}
