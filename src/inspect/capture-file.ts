import { Memory } from '../bytes/memory.ts'
import { Capture, type Mark } from '../capture/open.ts'
import { InputFile } from '../input/file.ts'
import { type CaptureSource, FRAME, NEED_INPUT } from '../model/capture.ts'

/** Frames between two marks of the index, at first; doubled whenever there are too many marks. */
const STEP = 1024
const MOST_MARKS = 16_384
/** What is nearer ahead is walked to rather than jumped to: it is in the window already, or soon. */
const NEAR_BYTES = 1_048_576

/** Where a frame stands, as a result file knows it. */
export type Place = Pick<Mark, 'frame' | 'offset'>

/**
 * A kept capture, read here and there: any frame by its number. Where nobody knows its offset it is walked to from the
 * nearest place known, and the way is marked for the next time.
 */
export class CaptureFile {
  readonly memory = new Memory(1)
  readonly capture: Capture
  readonly #input: InputFile
  readonly #interfaces: number
  /** Rising. */
  #marks: Mark[] = []
  #step = STEP
  #over = false

  /** @param interfaces of the whole capture */
  constructor(path: string, interfaces: CaptureSource['interfaces']) {
    this.#input = new InputFile(path)
    this.#interfaces = interfaces.length
    this.capture = new Capture(this.memory, {
      clocks: interfaces.some(({ clock }) => clock) ? interfaces.map(({ clock = [] }) => clock) : [],
    })
  }

  /** Moves to the next frame; false at the end. */
  next(): boolean {
    const { capture, memory } = this
    for (;;) {
      const state = capture.next()
      if (state === NEED_INPUT) {
        this.#input.bring(capture, memory.bytes)
        continue
      }
      this.#over = state !== FRAME
      if (!this.#over) this.#mark()
      return !this.#over
    }
  }

  /**
   * Moves to frame number `frame`; false where there is none.
   * @param known a place at or before it
   */
  find(frame: number, known?: Place): boolean {
    if (!this.#begin()) return false
    const best = this.#nearest(frame, known)
    if (best) this.#seek(best)
    while (this.#over || this.capture.frame < frame) if (!this.next()) return false
    return this.capture.frame === frame
  }

  /** Moves to the first frame at or behind `place`, from wherever that is cheapest; false at the end. */
  advance({ frame, offset }: Place): boolean {
    if (!this.#begin()) return false
    if (offset - this.capture.place[0]! > NEAR_BYTES) {
      const best = this.#nearest(frame, { frame, offset })
      if (best) this.#seek(best)
    }
    while (this.#over || this.capture.place[0]! < offset) if (!this.next()) return false
    return true
  }

  close(): void {
    this.#input.close()
  }

  /** The header must have been read before anything can be jumped to. */
  #begin(): boolean {
    return this.capture.frame > 0 || this.next()
  }

  /** The best place to go on from, or undefined where that is the frame at hand. */
  #nearest(frame: number, known: Place | undefined): Mark | undefined {
    let best: Mark | undefined = this.#marks.findLast((mark) => mark.frame <= frame)
    if (known && known.frame <= frame && this.#isOneSection() && known.frame > (best?.frame ?? 0)) best = known
    const { frame: here } = this.capture
    return !this.#over && here <= frame && here >= (best?.frame ?? 0) ? undefined : best
  }

  /** Whether all of the capture is read alike, so that any record can be read without those before it. */
  #isOneSection(): boolean {
    const { section } = this.capture.mark
    return section === undefined || section.count === this.#interfaces
  }

  #seek(mark: Mark): void {
    this.capture.seek(mark)
    this.#input.position = mark.offset
    this.#over = true
  }

  #mark(): void {
    const { frame } = this.capture
    const last = this.#marks.at(-1)
    if (last && frame < last.frame + this.#step) return
    this.#marks.push(this.capture.mark)
    if (this.#marks.length < MOST_MARKS) return
    this.#step *= 2
    this.#marks = this.#marks.filter((_, i) => i % 2 === 0)
  }
}
