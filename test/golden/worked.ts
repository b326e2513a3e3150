/** What is found of whole flows: DOMAIN 7. */
import type { SessionDetail } from '../../src/store/results/records.ts'
import { analyzeCapture } from '../analyze-capture.ts'
import { pcap } from '../make/capture-file.ts'
import { FiveG } from '../make/network/five-g/core.ts'
import { Core } from '../make/network/whole/core.ts'
import { TracedWire } from '../make/network/whole/truth.ts'
import type { Wire } from '../make/wire.ts'

/** What is found of a flow, but for what nodes say to each other. */
export async function ofEpc(run: (core: Core) => void): Promise<readonly SessionDetail[]> {
  const core = new Core(new TracedWire(0, 1))
  run(core)
  core.play()
  return found(core.wire)
}

export async function of5g(run: (fiveG: FiveG, core: Core) => void): Promise<readonly SessionDetail[]> {
  return ofEpc((core) => run(new FiveG(core), core))
}

export async function found(wire: Wire): Promise<readonly SessionDetail[]> {
  const { sessions } = await analyzeCapture(pcap(wire.packets))
  return sessions.filter(({ type, subtype }) => subtype !== 'node' && type !== 'OTHER')
}

export function outline(sessions: readonly SessionDetail[]): string[] {
  return sessions
    .map(({ type, subtype, outcome }) => `${type} ${subtype ?? ''} ${outcome}`.replace('  ', ' '))
    .toSorted()
}

export function the(sessions: readonly SessionDetail[], type: string, subtype?: string): SessionDetail {
  return sessions.find((one) => one.type === type && (subtype === undefined || one.subtype === subtype))!
}

/** The procedures that a session takes part in, with how they went and what they took. */
export function proceduresOf({ procedures = [] }: SessionDetail): string[] {
  return procedures.map(({ type, outcome, duration_ms }) => `${type} ${outcome} ${duration_ms}`)
}

/** What the node at each address is. */
export function rolesOf(sessions: readonly SessionDetail[]): Readonly<Record<string, string | undefined>> {
  const told = sessions.flatMap(({ participant_roles = {} }) => Object.entries(participant_roles))
  return Object.fromEntries(told.map(([end, { role }]) => [end.replace(/:\d+$/, ''), role]))
}

/** What each member is to the session, by what. */
export function membersOf({ members = [] }: SessionDetail): string[] {
  return members.map(({ type, relation, linked_by: [link] }) => `${type} ${relation} ${link!.evidence}`).toSorted()
}
