/** A call whose media gets no resources: DOMAIN 7.8, the variant of 580; RFC 3312, TS 29.214 §4.4.6. */
import { Dialog, type Sent } from '../../sip.ts'
import { ALICE, BOB, describe } from '../../calls/phone.ts'
import type { Attached } from './access.ts'
import type { Core } from './core.ts'
import { grant } from './ims.ts'
import { conversation } from './truth.ts'

const CALL = { name: 'preconditions', topology: '', outcome: 'failed' }
const ICID = 'icid-580'

/** INVITE, 183, AAR; the bearer cannot be had, the grant is aborted; 580 after 300 ms. */
export function preconditionFailure(core: Core, attached: Attached, at = 10_000): void {
  const about = conversation('call', [attached.ue.n])
  const headers = [['P-Charging-Vector', `icid-value=${ICID}`]] as const
  const dialog = new Dialog(core.wire, { callId: '580@10.45.0.5', caller: ALICE.agent, callee: BOB.agent, headers })
  let invite: Sent
  const say = (after: number, run: (time: number) => void): void => core.later(at + after, about, () => run(at + after))
  say(0, (time) => (invite = dialog.request(time, 'INVITE', { initial: true, sdp: describe(ALICE) })))
  say(5, (time) => void dialog.response(time, invite, 100))
  say(100, (time) => void dialog.response(time, invite, 183, { sdp: describe(BOB) }))
  const media = { own: ALICE.media, far: BOB.media }
  grant(core, { attached, call: CALL, at: at + 100, ends: at + 300, icid: ICID, ...media, ebi: 7, refusal: 'bearer' })
  say(300, (time) => void dialog.response(time, invite, 580))
  say(302, (time) => void dialog.request(time, 'ACK', { of: invite, initial: true }))
}
