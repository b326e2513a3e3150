// Bodies of lines: voice quality reports (RFC 6035), waiting messages (RFC 3842), digits in INFO.

const MOST_LINES = 64
const LONGEST = 200

interface Line {
  readonly name: string
  readonly value: string
}

/** `name: value` or, where `by` says so, `name=value`; names in lower case. */
function linesOf(text: string, from: number, to: number, by = ':'): Line[] {
  const lines: Line[] = []
  for (const line of text.slice(from, to).split('\n', MOST_LINES)) {
    const at = line.indexOf(by)
    if (at <= 0) continue
    lines.push({
      name: line.slice(0, at).trim().toLowerCase(),
      value: line
        .slice(at + 1)
        .trim()
        .slice(0, LONGEST),
    })
  }
  return lines
}

/** Waiting messages: `Voice-Message: new/old (urgent new/old)`. */
export function readMessageSummary(text: string, from: number, to: number): Record<string, unknown> {
  const summary: Record<string, unknown> = {}
  for (const { name, value } of linesOf(text, from, to)) {
    if (name === 'messages-waiting') summary['waiting'] = value.toLowerCase() === 'yes'
    else if (name === 'message-account') summary['account'] = value
    const counts = name.endsWith('-message') ? /^(\d{1,9})\/(\d{1,9})/.exec(value) : null
    if (counts) summary[name.slice(0, -8).replaceAll('-', '_')] = { new: Number(counts[1]), old: Number(counts[2]) }
  }
  return summary
}

/** Who reports what of which call, of both ends where both are told. Shares are in percent, times in ms, as reported. */
const REPORTED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  sessiondesc: { pd: 'codec', pt: 'payload_type' },
  jitterbuffer: { jbn: 'jitter_buffer_nominal_ms', jbm: 'jitter_buffer_max_ms' },
  packetloss: { nlr: 'loss_percent', jdr: 'discard_percent' },
  burstgaploss: { bld: 'burst_loss_percent', bd: 'burst_ms', gld: 'gap_loss_percent', gd: 'gap_ms' },
  delay: { rtd: 'round_trip_ms', esd: 'end_system_ms', iaj: 'jitter_ms', maj: 'mean_absolute_jitter_ms' },
  signal: { sl: 'signal_dbm0', nl: 'noise_dbm0', rerl: 'echo_return_loss_db' },
  qualityest: { rlq: 'r_listening', rcq: 'r_conversation', moslq: 'mos_lq', moscq: 'mos_cq' },
}
const NAMES: Readonly<Record<string, string>> = {
  callid: 'call_id',
  localid: 'local_id',
  remoteid: 'remote_id',
  origid: 'orig_id',
  dialogid: 'dialog_id',
}

export function readQualityReport(text: string, from: number, to: number): Record<string, unknown> {
  const report: Record<string, unknown> = {}
  let side: Record<string, unknown> | undefined
  for (const { name, value } of linesOf(text, from, to)) {
    if (name.startsWith('vq') && name.endsWith('report')) {
      report['kind'] = name.slice(2, -6)
      if (value !== '') report['reason'] = value
    } else if (name === 'localmetrics' || name === 'remotemetrics') {
      side = {}
      report[name === 'localmetrics' ? 'local' : 'remote'] = side
    } else if (NAMES[name] !== undefined) report[NAMES[name]] = value
    else if (name === 'localaddr' || name === 'remoteaddr') report[name.replace('addr', '_address')] = endOf(value)
    else if (side) metrics(side, REPORTED[name], value)
  }
  return report
}

const PAIR = /([A-Za-z]+)\s*=\s*("[^"]*"|\S+)/g

function endOf(value: string): string {
  const found = new Map([...value.matchAll(PAIR)].map(([, name = '', text = '']) => [name.toLowerCase(), text]))
  const [ip = '', port] = [found.get('ip'), found.get('port')]
  return port === undefined ? ip : `${ip.includes(':') ? `[${ip}]` : ip}:${port}`
}

function metrics(side: Record<string, unknown>, fields: Readonly<Record<string, string>> = {}, value: string): void {
  for (const [, name = '', told = ''] of value.matchAll(PAIR)) {
    const field = fields[name.toLowerCase()]
    if (field === undefined) continue
    side[field] = /^-?\d{1,9}(\.\d{1,9})?$/.test(told) ? Number(told) : told
  }
}

/** Digits in INFO: `Signal=5`, `Duration=160` (ms), or the digit alone. */
export function readDigits(text: string, from: number, to: number): Record<string, unknown> {
  const digits: Record<string, unknown> = {}
  for (const { name, value } of linesOf(text, from, to, '=')) {
    if (name === 'signal') digits['signal'] = value
    else if (name === 'duration' && /^\d{1,6}$/.test(value)) digits['duration_ms'] = Number(value)
  }
  const alone = /^[0-9A-Da-d*#!]{1,16}$/.exec(text.slice(from, Math.min(to, from + LONGEST)).trim())
  return alone ? { signal: alone[0] } : digits
}
