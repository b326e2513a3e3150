import { formatEndpoint } from '../../bytes/address.ts'
import { millisecondsBetween, type Moment } from '../../model/moment.ts'
import type { SessionDraft } from '../../model/relating.ts'
import type { AnnouncementRow, RtcpRow, StreamRow } from '../../model/rows.ts'
import { hostHash, type LegTable } from '../legs.ts'
import { type Leg, type Line, type Side, tells } from './conversation.ts'
import type { SeenMedia } from './seen-media.ts'

/** Streams and media of a call that are judged, the first ones: each is compared with each. */
const MOST_JUDGED = 256
const MOST_LINES = 16

/** A stream of the session, put together. Times in ms since the epoch of the job. */
export interface Heard {
  readonly id: string
  readonly row: StreamRow
  readonly first: number
  readonly last: number
}

/** An audio stream between the sides of a media: from and to whom, where their descriptions tell. */
export interface Flow extends Heard {
  readonly line: Line
  readonly from: Side | undefined
  readonly to: Side | undefined
}

/** All that the rules look at. */
export interface CallMedia {
  readonly lines: readonly Line[]
  readonly flows: readonly Flow[]
  readonly streams: readonly Heard[]
  /** The same stream at several points, `same` by `id`: the one with most packets first. */
  readonly points: readonly (readonly Heard[])[]
  readonly rtcps: readonly RtcpRow[]
  readonly seen: SeenMedia
  /** Unix seconds that times count from. */
  readonly epoch: number
}

/** What is known besides the draft. */
export interface Around {
  readonly legs: LegTable
  readonly epoch: Moment
  /** When the capture ended, ms since the epoch. */
  readonly end: number
  readonly seen: SeenMedia
}

/** The conversation of a call, by its audio; undefined where nobody answered. */
export function callMedia(
  draft: SessionDraft,
  found: Pick<CallMedia, 'streams' | 'points'>,
  around: Around,
): CallMedia | undefined {
  const described = linesOf(draft, around)
  const lines = described.filter((line) => isAudio(line) && line.sides.length > 1)
  if (lines.length === 0) return undefined
  const others = described.filter((line) => !isAudio(line))
  const streams = found.streams.slice(0, MOST_JUDGED).filter((heard) => !isOther(heard, lines, others))
  const flows = lines.flatMap((line) => streams.flatMap((heard) => flowOf(heard, line) ?? []))
  return { ...found, lines, flows, rtcps: draft.rtcps, seen: around.seen, epoch: around.epoch.seconds }
}

/** Whether a stream is of a media that is no audio but shares its port (RFC 9143): there payload types tell. */
function isOther({ row }: Heard, lines: readonly Line[], others: readonly Line[]): boolean {
  const names = ({ told }: Side): boolean =>
    told.some(({ formats }) => formats.some(({ payload_type }) => payload_type === row.payload_type))
  const isNamed = ({ sides }: Line): boolean => sides.some((side) => names(side) && isAtEnd(side))
  const isAtEnd = (side: Side): boolean => tells(side, row.destination.text) || tells(side, row.source.text)
  return others.some(isNamed) && !lines.some(isNamed)
}

/** A stream of the line, if its ends are those of the line. */
function flowOf(heard: Heard, line: Line): Flow | undefined {
  const { source, destination } = heard.row
  const to = line.sides.find((side) => tells(side, destination.text))
  const from = line.sides.find((side) => side !== to && tells(side, source.text))
  return to || from ? { ...heard, line, from, to } : undefined
}

/** All media that were described. */
function linesOf(draft: SessionDraft, around: Around): Line[] {
  const legs = legsOf(draft, around)
  const keys = new Map(draft.groups.map(({ group, key }) => [group, key]))
  const lines = new Map<string, { leg: Leg; sides: Map<string, Side> }>()
  for (const row of draft.announcements) {
    const key = keys.get(row.group)
    const leg = key === undefined ? undefined : legs.get(key)
    if (!leg) continue
    const name = `${row.media} ${key}`
    const line = lines.get(name) ?? { leg, sides: new Map<string, Side>() }
    lines.set(name, line)
    const side = line.sides.get(row.side) ?? { told: [] }
    line.sides.set(row.side, side)
    side.told.push(toldOf(row, around.epoch))
  }
  return [...lines.values()].slice(0, MOST_LINES).map(({ leg, sides }) => ({ leg, sides: [...sides.values()] }))
}

function isAudio({ sides }: Line): boolean {
  return sides.some(({ told }) => told.some(({ media_type }) => media_type === 'audio'))
}

function toldOf(row: AnnouncementRow, epoch: Moment) {
  const { address, port, direction, formats, media_type, frame } = row
  const at = millisecondsBetween(epoch, row.at)
  return { at, frame, endpoint: formatEndpoint(address, port), address, port, direction, formats, media_type }
}

/** The legs that were answered, by their key. */
function legsOf({ groups }: SessionDraft, { legs, end }: Around): Map<string, Leg> {
  const byKey = new Map<string, Leg>()
  for (const { group, key } of groups) {
    const [answered, over] = [legs.answered[group]!, legs.ended[group]!]
    // Of a refused call both are the time of the refusal.
    if (legs.isCall[group] === 0 || byKey.has(key) || answered >= Math.min(over, end)) continue
    const ended = Math.min(over, end)
    byKey.set(key, {
      asked: legs.asked[group]!,
      answered,
      ended,
      isOver: over <= end,
      from: legs.from[group]!,
      to: legs.to[group]!,
    })
  }
  return byKey
}

/** The other side of a line: of several, as in a fork, the one that told something last. */
function otherSide({ sides }: Line, side: Side): Side {
  const others = sides.filter((one) => one !== side)
  return others.reduce((latest, one) => (one.told.at(-1)!.at > latest.told.at(-1)!.at ? one : latest))
}

/** Who hears a flow, and who is heard. */
export function receiverOf({ line, to, from }: Flow): Side {
  return to ?? otherSide(line, from!)
}

export function senderOf({ line, to, from }: Flow): Side {
  return from ?? otherSide(line, to!)
}

/** The streams that answer a flow: between the same hosts, the other way. */
export function answersTo(flow: Flow, flows: readonly Flow[]): Flow[] {
  const { source, destination } = flow.row
  const sender = senderOf(flow)
  return flows.filter(({ line, to, row }) => {
    if (line !== flow.line || row === flow.row) return false
    if (row.source.text === destination.text) return true
    const isBetween = row.source.address === destination.address || row.destination.address === source.address
    return to === sender && isBetween
  })
}

/** Whether signalling passed between the hosts, which was answered: packets of both directions are seen. */
export function isSignalledBetween(from: string, to: string, { leg }: Line): boolean {
  const [a, b] = [hostHash(from), hostHash(to)]
  return (leg.from === a && leg.to === b) || (leg.from === b && leg.to === a)
}

/** How it is known that the capture would have seen media from one host to the other: by other media. */
export function whySeen(from: string, to: string, seen: SeenMedia): string | undefined {
  if (seen.hasPassed(from, to)) return 'other media passed between them that way'
  const host = [from, to].find((one) => seen.isSeenBothWays(one))
  return host === undefined ? undefined : `other media of ${host} passed both ways`
}

/** Whether a sender may pause without a word: its codec does, or comfort noise was agreed on (RFC 3389). */
export function mayPause(flow: Flow, continuous: ReadonlySet<string>): boolean {
  if (flow.row.comfort_noise || !continuous.has(flow.row.codec.toUpperCase())) return true
  return flow.line.sides.some(({ told }) =>
    told.some(({ formats }) => formats.some(({ codec }) => codec.toUpperCase() === 'CN')),
  )
}
