import { END, NEED_INPUT } from '../model/capture.ts'
import type { FrameAtHand } from './frame.ts'
import type { Window } from './window.ts'

/** Asks for more bytes; where none will come, what is there of a record, or to be passed over, was cut off. */
export function wantMore(window: Window, frame: FrameAtHand): number {
  if (!window.over) return NEED_INPUT
  if (window.at < window.end || window.skipping()) frame.truncate(window.offset(window.at))
  return END
}

/** What stands here makes no sense, nor does anything behind it. */
export function endHere(window: Window, frame: FrameAtHand): number {
  frame.truncate(window.offset(window.at))
  return END
}
