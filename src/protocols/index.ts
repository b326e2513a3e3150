import type { Protocol } from '../model/message.ts'
import { diameter } from './diameter/diameter.ts'
import { dns } from './dns/dns.ts'
import { gsmtap } from './gsmtap/gsmtap.ts'
import { ipa } from './gsup/ipa.ts'
import { gtp } from './gtp/gtp.ts'
import { http2 } from './http2/http2.ts'
import { icmp } from './icmp/icmp.ts'
import { megaco } from './megaco/megaco.ts'
import { mgcp } from './mgcp/mgcp.ts'
import { ngap } from './ngap/ngap.ts'
import { pfcp } from './pfcp/pfcp.ts'
import { radius } from './radius/radius.ts'
import { RADIO } from './radio/radio.ts'
import { s1ap } from './s1ap/s1ap.ts'
import { rrc } from './rrc/rrc.ts'
import { sgsap } from './sgsap/sgsap.ts'
import { smpp } from './smpp/smpp.ts'
import { mtp, sccp } from './ss7/links.ts'
import { rua } from './ss7/rua.ts'
import { sigtran } from './ss7/sigtran.ts'
import { sip } from './sip/sip.ts'
import { stun } from './stun/stun.ts'
import { dtls } from './tls/dtls.ts'
import { quic } from './tls/quic.ts'
import { tls } from './tls/tls.ts'

/** The protocols of messages, in the order in which unknown bytes are tried. Media is not messages: see rtp/. */
export const PROTOCOLS: readonly Protocol[] = [
  sip,
  gtp,
  pfcp,
  diameter,
  dns,
  radius,
  stun,
  mgcp,
  megaco,
  s1ap,
  ngap,
  ...RADIO,
  sigtran,
  rua,
  sgsap,
  smpp,
  http2,
  tls,
  dtls,
  quic,
  mtp,
  sccp,
  icmp,
  rrc,
  gsmtap,
  ipa,
]
