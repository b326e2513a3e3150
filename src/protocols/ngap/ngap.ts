/** NGAP, between NG-RAN and AMF: 3GPP TS 38.413. */
import type { Out, Protocol } from '../../model/message.ts'
import { applicationProtocol } from '../aper/application.ts'
import type { Roles } from '../aper/contexts.ts'
import { tellTunnels } from '../aper/tell.ts'
import type { Fields } from '../aper/types.ts'
import { fiveGTmsi } from '../nas/tell.ts'
import { KINDS, SECRETS } from './element-kinds.ts'
import { ELEMENTS, PROCEDURE_NAMES, PROCEDURES } from './tables.ts'

const ROLES: Roles = {
  protocol: 'NGAP',
  ue: 'ngap',
  node: 'ngap-node',
  core: 'amf_ue_id',
  ran: 'ran_ue_id',
  source: 'source_amf_ue_id',
  renewed: 'new_amf_ue_id',
  temporary: 'fiveg_s_tmsi',
  procedures: {
    begins: [13, 15, 25],
    ends: { 13: [2], 25: [2], 41: [1] },
    paging: 24,
    pathSwitch: 25,
    preparation: 12,
    resources: 13,
    uplink: [15, 46],
    reset: 20,
    setup: [21],
  },
}

export const ngap: Protocol = applicationProtocol({
  name: 'NGAP',
  title: 'NG Application Protocol',
  ppids: [60, 66],
  dissector: 'ngap',
  procedures: PROCEDURES,
  procedureNames: PROCEDURE_NAMES,
  dictionary: { names: ELEMENTS, kinds: KINDS, nas: '5GS', secrets: SECRETS },
  // UE ids, names and identities of nodes, paging identity, cause, reset type, routing and trace ids, warnings.
  beginnings: new Set([1, 10, 15, 19, 27, 35, 44, 82, 85, 88, 89, 98, 99, 111, 114, 115, 120, 175]),
  tell,
  roles: ROLES,
})

type Temporary = Readonly<Record<string, string | number>>

function tell(fields: Fields, out: Out): void {
  const paged = fields['paging_identity'] as { fiveg_s_tmsi?: Temporary } | undefined
  const temporary = (fields['fiveg_s_tmsi'] as Temporary | undefined) ?? paged?.fiveg_s_tmsi
  if (temporary) out.clue('tmsi', fiveGTmsi(temporary))
  tellTunnels(fields['pdu_sessions'], out)
  for (const { id, action, qos_flows = [] } of (fields['pdu_sessions'] ?? []) as readonly Session[]) {
    out.also(`#${id}`)
    if (action === 'failed') out.also('NGAP PDU session failed')
    if (qos_flows.some(({ five_qi }) => five_qi === VOICE)) out.clue('voice-flow', `5QI ${VOICE}`)
  }
}

/** Conversational voice: TS 23.501 Table 5.7.4-1. */
const VOICE = 1

interface Session {
  readonly id: number
  readonly action: string
  readonly qos_flows?: readonly { readonly five_qi?: number }[]
}
