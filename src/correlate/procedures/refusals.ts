// What a message that says no tells: by the protocol that it is of, which knows its causes.
import type { EventFacts } from '../../model/procedure.ts'
import { categoryOf as diameterCategory, clauseOf as diameterClause } from '../rules/diameter-outcome.ts'
import { categoryOf as gtpCategory } from '../rules/gtp-outcome.ts'
import { categoryOf as httpCategory } from '../rules/http2.ts'
import { CATEGORIES as PFCP_CATEGORIES } from '../rules/pfcp.ts'
import { senderOf } from '../rules/ran-sender.ts'
import { categoryOf as radioCategory, clauseOf } from '../rules/ran.ts'
import { failure as sipFailure } from '../rules/sip-outcome.ts'

type Facts = Readonly<Record<string, unknown>>
type Reader = (facts: EventFacts) => Facts

interface Cause {
  readonly group?: string
  readonly code?: number
  readonly value?: number
  readonly name?: string
}

const READERS: Readonly<Record<string, Reader>> = {
  S1AP: radio,
  NGAP: radio,
  X2AP: radio,
  XnAP: radio,
  'LTE-RRC': radio,
  DIAMETER: diameter,
  GTPv2: gtp,
  PFCP: pfcp,
  HTTP2: http,
  SIP: sip,
}

export function refusalOf(facts: EventFacts): Facts {
  const read = READERS[facts.protocol]
  return { protocol: facts.protocol, ...read?.(facts) }
}

/** What was asked for, by the name of what refuses it. */
function requestOf(name: string): string {
  return name.replace(/ Response$/, ' Request')
}

interface Refused {
  readonly failed?: boolean
  readonly protocol?: string
  readonly message_type?: string
  readonly cause?: Cause
}

/** NAS that refuses says more than what carries it, then the whole, then the first of its parts that has a cause. */
function radio({ protocol, message_type, details }: EventFacts): Facts {
  const nas = ((details['nas'] ?? []) as readonly Refused[]).find(({ failed }) => failed === true)
  const parts = (details['erabs'] ?? details['pdu_sessions'] ?? []) as readonly Refused[]
  const cause = nas ? nas.cause : ((details['cause'] as Cause | undefined) ?? parts.find((part) => part.cause)?.cause)
  const layer = nas?.protocol ?? protocol
  const message = nas?.message_type ?? message_type
  const code = cause?.code ?? cause?.value
  const group = nas?.protocol ?? cause?.group
  const name = cause?.name
  const told = {
    message,
    ...(group !== undefined && { group }),
    ...(code !== undefined && { code }),
    ...(name !== undefined && { name }),
  }
  const sender = senderOf(protocol, message_type, nas?.protocol)
  return {
    category: radioCategory({ ...told, frame: 0 }),
    ...told,
    protocol: layer,
    ...(sender !== undefined && { sender }),
    ...clauseOf(told, layer),
  }
}

function diameter({ details }: EventFacts): Facts {
  const {
    abbr,
    result_code: code,
    result_name: name,
    result_vendor: vendor,
  } = details as {
    abbr?: string
    result_code?: number
    result_name?: string
    result_vendor?: number
  }
  return {
    category: diameterCategory({ code: code ?? 0, vendor: vendor ?? 0 }),
    ...(code !== undefined && { code }),
    ...(name !== undefined && { name }),
    ...(vendor !== undefined && { vendor }),
    ...(abbr !== undefined && { request: abbr.replace(/A$/, 'R') }),
    ...diameterClause({ ...(code !== undefined && { code }), ...(vendor !== undefined && { vendor }) }),
  }
}

interface WithCause {
  readonly cause_code?: number
  readonly cause_name?: string
}

function gtp({ protocol, message_type, details }: EventFacts): Facts {
  const { cause_code: code = 0, cause_name: name } = details as WithCause
  const request = requestOf(message_type)
  return { category: gtpCategory(protocol, code), request, code, name, clause: 'TS 29.274 §8.4' }
}

function pfcp({ message_type, details }: EventFacts): Facts {
  const { cause_code: code = 0, cause_name: name } = details as WithCause
  const request = requestOf(message_type)
  return { category: PFCP_CATEGORIES[code] ?? 'protocol', request, code, name, clause: 'TS 29.244 §8.2.1' }
}

function http({ details }: EventFacts): Facts {
  const {
    status: code = 0,
    problem,
    service_name,
    operation,
    request,
  } = details as {
    status?: number
    problem?: { cause?: string; title?: string }
    service_name?: string
    operation?: string
    request?: string
  }
  const name = problem?.cause ?? problem?.title
  const asked = operation === undefined ? request : `${service_name} ${operation}`
  return {
    category: httpCategory(code, name ?? ''),
    code,
    ...(name !== undefined && { name }),
    ...(asked !== undefined && { request: asked }),
  }
}

interface ShortMessage {
  readonly rp_type?: string
  readonly rp_cause?: number
  readonly rp_cause_name?: string
}

/** A report on a short message says no by itself (TS 24.011 §8.2.5.4); the name of an answer is its status. */
function sip({ message_type, frame, details }: EventFacts): Facts {
  const { rp_type, rp_cause, rp_cause_name } = (details['sms'] ?? {}) as ShortMessage
  if (rp_cause !== undefined) {
    const cause = { code: rp_cause, ...(rp_cause_name !== undefined && { name: rp_cause_name }) }
    return { category: 'network', message: rp_type, ...cause, clause: 'TS 24.011 §8.2.5.4' }
  }
  const method = typeof details['cseq_method'] === 'string' ? details['cseq_method'] : 'REGISTER'
  const { kind: _, ...facts } = sipFailure(Number.parseInt(message_type, 10) || 0, frame, method).verdict
  return facts
}
