/** Evidence by which calls with different Call-IDs, and sessions of other families, find each other: DOMAIN 4.3. */
import { comparable, isAnonymous, userOf } from './identities.ts'
import type { Parsed } from './parsed.ts'
import { type Description, mediaEndpoints } from './sdp.ts'
import { CLUE } from './tables.ts'

const MAGIC_COOKIE = 'z9hG4bK'

export function giveClues(parsed: Parsed, description: Description | undefined): void {
  const { out } = parsed
  if (parsed.icid !== '') out.clue(CLUE.icid, parsed.icid)
  for (const uuid of parsed.sessionIds) out.clue(CLUE.sessionId, uuid)
  for (const callId of parsed.otherCallIds) if (callId !== parsed.callId) out.clue(CLUE.otherCallId, callId)
  if (description) giveDescriptionClues(parsed, description)
  const { request, method, toTag } = parsed
  if (!request || method === 'ACK' || method === 'CANCEL' || (toTag !== '' && method !== 'INVITE')) return
  if (parsed.callId !== '') out.clue(CLUE.callId, parsed.callId)
  for (const branch of parsed.branches) {
    if (branch.startsWith(MAGIC_COOKIE) && branch.length > MAGIC_COOKIE.length) out.clue(CLUE.viaBranch, branch)
  }
  if (parsed.toTag === '' && !isAnonymous(parsed.fromUri)) giveNumbers(parsed)
}

function giveNumbers({ out, fromUri, toUri }: Parsed): void {
  const caller = comparable(userOf(fromUri))
  const callee = comparable(userOf(toUri))
  if (caller !== '' && callee !== '') out.clue(CLUE.numbers, `${caller}>${callee}`)
}

function giveDescriptionClues({ out }: Parsed, description: Description): void {
  for (const endpoint of mediaEndpoints(description)) out.clue(CLUE.sdpMedia, endpoint)
  const { originUsername, originSessionId, originAddress, iceUfrags } = description
  if (originSessionId !== '') out.clue(CLUE.sdpOrigin, `${originUsername} ${originSessionId} ${originAddress}`)
  for (const ufrag of iceUfrags) out.clue(CLUE.iceUfrag, ufrag)
}
