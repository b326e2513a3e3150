import { BEARER_PROCEDURES } from './bearers.ts'
import { FIVE_G_MOBILITY } from './five-g-mobility.ts'
import { FIVE_G_SESSIONS } from './five-g-sessions.ts'
import type { ProcedureKind } from './kinds.ts'
import { LTE_PROCEDURES } from './lte.ts'
import { MESSAGE_PROCEDURES } from './messages.ts'
import { RADIO_PROCEDURES } from './radio.ts'
import { VOICE_PROCEDURES } from './voice.ts'

/** All procedures; wider ones stand before those that may be part of them. */
export const PROCEDURES: readonly ProcedureKind[] = [
  ...LTE_PROCEDURES,
  ...RADIO_PROCEDURES,
  ...BEARER_PROCEDURES,
  ...FIVE_G_MOBILITY,
  ...FIVE_G_SESSIONS,
  ...VOICE_PROCEDURES,
  ...MESSAGE_PROCEDURES,
]
