/** S1AP, between E-UTRAN and MME: 3GPP TS 36.413. */
import type { Out, Protocol } from '../../model/message.ts'
import { applicationProtocol } from '../aper/application.ts'
import type { Roles } from '../aper/contexts.ts'
import { tellTunnels } from '../aper/tell.ts'
import type { Fields } from '../aper/types.ts'
import { epsTmsi } from '../nas/tell.ts'
import { KINDS, SECRETS } from './element-kinds.ts'
import { ELEMENTS, PROCEDURE_NAMES, PROCEDURES } from './tables.ts'

const ROLES: Roles = {
  protocol: 'S1AP',
  ue: 's1ap',
  node: 's1ap-node',
  core: 'mme_ue_id',
  ran: 'enb_ue_id',
  source: 'source_mme_ue_id',
  renewed: 'new_mme_ue_id',
  temporary: 's_tmsi',
  procedures: {
    begins: [1, 3, 12],
    ends: { 1: [2], 3: [2], 23: [1] },
    paging: 10,
    pathSwitch: 3,
    preparation: 0,
    resources: 1,
    uplink: [12, 13],
    reset: 14,
    setup: [17],
  },
}

export const s1ap: Protocol = applicationProtocol({
  name: 'S1AP',
  title: 'S1 Application Protocol',
  ppids: [18],
  dissector: 's1ap',
  procedures: PROCEDURES,
  procedureNames: PROCEDURE_NAMES,
  dictionary: { names: ELEMENTS, kinds: KINDS, nas: 'EPS', secrets: SECRETS },
  // UE ids, names and identities of nodes, paging index, cause, reset type, GUMMEIs, warnings, transfers.
  beginnings: new Set([0, 2, 8, 58, 59, 60, 61, 80, 88, 92, 93, 99, 101, 105, 111, 121, 122, 129, 130, 148, 225]),
  tell,
  roles: ROLES,
})

interface Temporary {
  readonly mmec: number
  readonly m_tmsi: string
}

function tell(fields: Fields, out: Out): void {
  const paged = fields['paging_identity'] as { s_tmsi?: Temporary; imsi?: string } | undefined
  const temporary = (fields['s_tmsi'] as Temporary | undefined) ?? paged?.s_tmsi
  if (temporary?.m_tmsi !== undefined) out.clue('tmsi', epsTmsi(temporary.mmec, temporary.m_tmsi))
  if (paged?.imsi !== undefined) out.party({ role: 'served', imsi: paged.imsi, supi: `imsi-${paged.imsi}` })
  tellTunnels(fields['erabs'], out)
  const bearers = (fields['erabs'] ?? []) as readonly Bearer[]
  for (const { erab_id, action } of bearers) {
    if (erab_id !== undefined) out.also(`#${erab_id}`)
    if (action === 'failed') out.also('S1AP E-RAB failed')
  }
  if (bearers.some(({ qci }) => qci === VOICE)) out.clue('voice-flow', `QCI ${VOICE}`)
}

interface Bearer {
  readonly erab_id?: number
  readonly action?: string
  readonly qci?: number
}

/** Conversational voice: TS 23.203 Table 6.1.7. */
const VOICE = 1
