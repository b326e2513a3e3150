/** How messages are put beside each other. */
export const ALIGNMENTS = ['kind', 'time'] as const
type Alignment = (typeof ALIGNMENTS)[number]

export const TABS = ['differences', 'fields', 'text'] as const
type Tab = (typeof TABS)[number]

/** What is compared, and what of it is looked at: it stands in the address, so that it can be given on. */
export interface CompareState {
  /** Ids of sessions; empty where none is chosen. */
  readonly left: string
  readonly right: string
  readonly align: Alignment
  /** Rows that are alike are left out. */
  readonly only: boolean
  /** The selected row: id of its left event, or where it has none, of its right one behind a `~`. */
  readonly message: string
  readonly tab: Tab
}

export type Change = (change: Partial<CompareState>) => void

export function readState(search: URLSearchParams): CompareState {
  return {
    left: search.get('left') ?? '',
    right: search.get('right') ?? '',
    align: ALIGNMENTS.find((one) => one === search.get('align')) ?? 'kind',
    only: search.get('only') === '1',
    message: search.get('m') ?? '',
    tab: TABS.find((one) => one === search.get('tab')) ?? 'differences',
  }
}

export function writeState({ left, right, align, only, message, tab }: CompareState): Record<string, string> {
  return {
    ...(left !== '' && { left }),
    ...(right !== '' && { right }),
    ...(align !== 'kind' && { align }),
    ...(only && { only: '1' }),
    ...(message !== '' && { m: message }),
    ...(tab !== 'differences' && { tab }),
  }
}

/** The address of a comparison. */
export function comparePath(left: string, right: string): string {
  return `/compare?${new URLSearchParams({ left, right })}`
}
