/** Evidence by which calls with different Call-IDs, and sessions of other families, find each other: DOMAIN 4.3. */
import { formatEndpoint } from '../../bytes/address.ts'
import { comparable, isAnonymous, userOf } from './identities.ts'
import type { Parsed } from './parsed.ts'
import { audioAndVideo, type Description } from './sdp.ts'
import { CLUE } from './tables.ts'

const MAGIC_COOKIE = 'z9hG4bK'
const SHORTEST_RANDOM = 15

export function giveClues(parsed: Parsed, description: Description | undefined): void {
  const { out } = parsed
  if (parsed.icid !== '') out.clue(CLUE.icid, parsed.icid)
  for (const uuid of parsed.sessionIds) out.clue(CLUE.sessionId, uuid)
  for (const callId of parsed.otherCallIds) if (callId !== parsed.callId) out.clue(CLUE.otherCallId, callId)
  if (description) giveDescriptionClues(parsed, description)
  const { request, method, toTag } = parsed
  if (request && parsed.referTo !== '') giveTransfer(parsed)
  if (!request || method === 'ACK' || method === 'CANCEL' || (toTag !== '' && method !== 'INVITE')) return
  if (parsed.callId !== '') out.clue(CLUE.callId, parsed.callId)
  for (const branch of parsed.branches) {
    if (isUnique(branch)) out.clue(CLUE.viaBranch, branch)
  }
  if (parsed.toTag === '' && !isAnonymous(parsed.fromUri)) giveNumbers(parsed)
}

/** Who is asked to call whom (RFC 3515), as the numbers of that call will tell. */
function giveTransfer({ out, toUri, referTo }: Parsed): void {
  const question = referTo.indexOf('?')
  const target = comparable(userOf(question < 0 ? referTo : referTo.slice(0, question)))
  const asked = comparable(userOf(toUri))
  if (asked !== '' && target !== '') out.clue(CLUE.transfer, `${asked}>${target}`)
}

/** Whether a branch is said to be unique: RFC 3261 §8.1.1.7. */
export function isUnique(branch: string): boolean {
  return branch.startsWith(MAGIC_COOKIE) && branch.length > MAGIC_COOKIE.length
}

function giveNumbers({ out, fromUri, toUri }: Parsed): void {
  const caller = comparable(userOf(fromUri))
  const callee = comparable(userOf(toUri))
  if (caller !== '' && callee !== '') out.clue(CLUE.numbers, `${caller}>${callee}`)
}

function giveDescriptionClues({ out }: Parsed, description: Description): void {
  for (const { ip, port } of audioAndVideo(description)) {
    if (!isLoopback(ip)) out.clue(CLUE.sdpMedia, formatEndpoint(ip, port))
  }
  const { originUsername, originSessionId, originAddress, iceUfrags } = description
  // Test tools number all their sessions alike on 127.0.0.1; browsers use that address with long random numbers.
  const telling = originSessionId.length >= SHORTEST_RANDOM || (originSessionId !== '' && !isLoopback(originAddress))
  if (telling) out.clue(CLUE.sdpOrigin, `${originUsername} ${originSessionId} ${originAddress}`)
  for (const ufrag of iceUfrags) out.clue(CLUE.iceUfrag, ufrag)
}

/** Many machines have it: it tells nobody apart. */
function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1' || address === '0.0.0.0'
}
