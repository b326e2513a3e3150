import { text } from './text.ts'

/** Texts that are met again and again (hosts, realms, access points), kept by what their bytes hash to. */
const SLOTS = 1024
const LONGEST = 96
const FNV_PRIME = 0x01000193
const kept: string[] = Array.from({ length: SLOTS }, () => '')

/** The same as `text`, and without making a string where the same bytes were met lately. */
export function interned(bytes: Uint8Array, from: number, to: number): string {
  if (to - from > LONGEST) return text(bytes, from, to)
  let hash = 0x811c9dc5
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ bytes[i]!, FNV_PRIME)
  const slot = (hash ^ (hash >>> 15)) & (SLOTS - 1)
  const known = kept[slot]!
  if (known.length === to - from && isWrittenAs(known, bytes, from)) return known
  const made = text(bytes, from, to)
  kept[slot] = made
  return made
}

/** Whether each character is the byte in its place: never so where the text has others than ASCII. */
function isWrittenAs(known: string, bytes: Uint8Array, from: number): boolean {
  for (let i = 0; i < known.length; i++) if (known.charCodeAt(i) !== bytes[from + i]) return false
  return true
}
