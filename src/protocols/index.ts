import type { Protocol } from '../model/message.ts'
import { ngap } from './ngap/ngap.ts'
import { pfcp } from './pfcp/pfcp.ts'
import { RADIO } from './radio/radio.ts'
import { s1ap } from './s1ap/s1ap.ts'
import { sip } from './sip/sip.ts'

/** The protocols of messages, in the order in which unknown bytes are tried. Media is not messages: see rtp/. */
export const PROTOCOLS: readonly Protocol[] = [sip, pfcp, s1ap, ngap, ...RADIO]
