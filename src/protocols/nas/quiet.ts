import type { Out } from '../../model/message.ts'

const nothing = (): void => {}

/** Heeds nothing: for trying whether octets can be read. */
export function quiet(): Out {
  return {
    fault: '',
    tree: false,
    name: nothing,
    also: nothing,
    put: nothing,
    show: nothing,
    open: nothing,
    close: nothing,
    key: nothing,
    clue: nothing,
    party: nothing,
    announce: nothing,
  }
}
