import type { Protocol } from '../model/message.ts'
import { diameter } from './diameter/diameter.ts'
import { pfcp } from './pfcp/pfcp.ts'
import { http2 } from './http2/http2.ts'
import { sip } from './sip/sip.ts'

/** The protocols of messages, in the order in which unknown bytes are tried. Media is not messages: see rtp/. */
export const PROTOCOLS: readonly Protocol[] = [sip, pfcp, diameter, http2]
