// What bodies tell besides session descriptions, by media type.
import { reportedMetrics } from '../../model/reported-quality.ts'
import { readIsupBody } from './isup-body.ts'
import { spelled } from './header-lines.ts'
import type { Parsed } from './parsed.ts'
import { isFromMobile, nameSms, readSms } from './sms.ts'
import { CLUE } from './tables.ts'
import { readDigits, readMessageSummary, readQualityReport } from './text-bodies.ts'
import { isXmlBody, readXmlBody } from './xml-bodies.ts'

/** A body at [from, to) of the message's text, which stands at `start` of the bytes. */
interface Body {
  readonly type: string
  readonly from: number
  readonly to: number
  readonly bytes: Uint8Array
  readonly start: number
}

type TextReader = (text: string, from: number, to: number) => Record<string, unknown>

const LINES: Readonly<Record<string, readonly [name: string, read: TextReader]>> = {
  'application/simple-message-summary': ['message_summary', readMessageSummary],
  'application/vq-rtcpxr': ['quality_report', readQualityReport],
  'application/dtmf-relay': ['dtmf', readDigits],
  'application/dtmf': ['dtmf', readDigits],
}

/** Puts what a body tells into `details`; nothing of a kind that is not known. */
export function tellBody(parsed: Parsed, body: Body): void {
  const { type, from, to, bytes, start } = body
  if (type === 'application/vnd.3gpp.sms') tellSms(parsed, body)
  else if (type === 'application/isup') parsed.out.put('isup', readIsupBody(bytes, start + from, start + to))
  else if (LINES[type]) tellLines(parsed, body, LINES[type])
  else if (isXmlBody(type)) tellXml(parsed, body)
}

function tellSms(parsed: Parsed, { from, to, bytes, start }: Body): void {
  const sms = readSms(bytes, start + from, start + to)
  parsed.out.put('sms', sms)
  if (!sms) return
  nameSms(sms, parsed.out)
  parsed.served = isFromMobile(sms) ? 'caller' : 'callee'
}

function tellLines(parsed: Parsed, { from, to }: Body, [name, read]: (typeof LINES)[string]): void {
  const text = spelled(parsed, parsed.text.slice(from, to))
  const facts = read(text, 0, text.length)
  if (Object.keys(facts).length > 0) parsed.out.put(name, facts)
  const reported = name === 'quality_report' ? facts['call_id'] : undefined
  if (typeof reported !== 'string' || reported === '') return
  parsed.out.clue(CLUE.reported, reported)
  const { local, remote } = facts as Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>
  const told = reportedMetrics([local, remote])
  if (Object.keys(told).length > 0) parsed.out.clue(CLUE.quality, `${reported} ${JSON.stringify(told)}`)
}

function tellXml(parsed: Parsed, { type, from, to }: Body): void {
  const text = spelled(parsed, parsed.text.slice(from, to))
  const facts = readXmlBody(type, text, 0, text.length)
  if (facts) parsed.out.put(facts.name, facts.fields)
}
