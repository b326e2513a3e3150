import type { TimeMode } from '../../ladder/layout.ts'

export const VIEWS = ['ladder', 'table', 'media'] as const
export type View = (typeof VIEWS)[number]

export const COLORINGS = ['protocol', 'dialog', 'transaction'] as const
export type Coloring = (typeof COLORINGS)[number]

export const TABS = ['fields', 'text', 'why'] as const
export type Tab = (typeof TABS)[number]

/** How a session is shown; all of it stands in the address, so that it can be given on. */
export interface SessionState {
  readonly view: View
  /** Id of the selected event. */
  readonly message: string
  readonly tab: Tab
  readonly time: TimeMode
  readonly coloring: Coloring
  readonly zoom: number
  /** Protocols and nodes that are left out. */
  readonly protocols: ReadonlySet<string>
  readonly nodes: ReadonlySet<string>
  /** Columns from left to right, where they were moved; and those taken apart into addresses or ports. */
  readonly order: readonly string[]
  readonly ungrouped: ReadonlySet<string>
  /** Sessions of the story that are left out, by id; `own` is the session itself. */
  readonly outside: ReadonlySet<string>
  /** Events whose retransmissions are shown one by one. */
  readonly unfolded: ReadonlySet<string>
  readonly errors: boolean
  readonly fold: boolean
  readonly heartbeats: boolean
  readonly bars: boolean
  readonly sdp: boolean
  readonly apart: boolean
}

export type Change = (change: Partial<SessionState>) => void

const SMALLEST_ZOOM = 80
const LARGEST_ZOOM = 150
const SEPARATOR = ','

/** Reads what an address says; what it says wrongly counts as not said. */
export function readState(search: URLSearchParams, usual: View = 'ladder'): SessionState {
  const list = (name: string): readonly string[] =>
    search.get(name)?.split(SEPARATOR).filter(Boolean).map(unquoted) ?? []
  const set = (name: string): ReadonlySet<string> => new Set(list(name))
  const one = <Value extends string>(name: string, values: readonly Value[]): Value =>
    values.find((value) => value === search.get(name)) ?? values[0]!
  return {
    view: VIEWS.find((view) => view === search.get('view')) ?? usual,
    message: search.get('m') ?? '',
    tab: one('tab', TABS),
    time: one('time', ['start', 'clock']),
    coloring: one('color', COLORINGS),
    zoom: clampZoom(Number(search.get('zoom') ?? 100)),
    protocols: set('without'),
    nodes: set('hidden'),
    order: list('order'),
    ungrouped: set('ungrouped'),
    outside: set('outside'),
    unfolded: set('unfolded'),
    errors: search.get('errors') === '1',
    fold: search.get('fold') !== '0',
    heartbeats: search.get('heartbeats') === '1',
    bars: search.get('bars') !== '0',
    sdp: search.get('sdp') === '1',
    apart: search.get('apart') === '1',
  }
}

/** What an address says of a state: only what is not as it always is. */
export function writeState(state: SessionState, usual: View = 'ladder'): Record<string, string> {
  const said: Record<string, string> = {}
  if (state.view !== usual) said['view'] = state.view
  if (state.message !== '') said['m'] = state.message
  if (state.tab !== 'fields') said['tab'] = state.tab
  if (state.time !== 'start') said['time'] = state.time
  if (state.coloring !== 'protocol') said['color'] = state.coloring
  if (state.zoom !== 100) said['zoom'] = String(state.zoom)
  for (const [name, set] of [
    ['without', state.protocols],
    ['hidden', state.nodes],
    ['order', new Set(state.order)],
    ['ungrouped', state.ungrouped],
    ['outside', state.outside],
    ['unfolded', state.unfolded],
  ] as const) {
    if (set.size > 0) said[name] = [...set].map(quoted).join(SEPARATOR)
  }
  if (state.errors) said['errors'] = '1'
  if (!state.fold) said['fold'] = '0'
  if (state.heartbeats) said['heartbeats'] = '1'
  if (!state.bars) said['bars'] = '0'
  if (state.sdp) said['sdp'] = '1'
  if (state.apart) said['apart'] = '1'
  return said
}

/** What people call a node may hold the separator. */
function quoted(text: string): string {
  return text.replaceAll(/[,%]/g, encodeURIComponent)
}

function unquoted(text: string): string {
  return text.replaceAll(/%(2C|25)/gi, decodeURIComponent)
}

export function clampZoom(zoom: number): number {
  return Number.isFinite(zoom) ? Math.min(LARGEST_ZOOM, Math.max(SMALLEST_ZOOM, Math.round(zoom))) : 100
}
