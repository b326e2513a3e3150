import { describe, expect, it } from 'vitest'
import type { SessionEvent } from '../model/session.ts'
import type { SessionDetail } from '../store/results/records.ts'
import { drawMermaid } from './mermaid.ts'
import { drawSvg } from './svg.ts'

function event(index: number, short: string, [source, destination]: readonly [string, string]): SessionEvent {
  return {
    event_id: `evt-${index}`,
    timestamp: `2026-01-01T00:00:0${index}.000Z`,
    timestamp_ns: `176722560${index}000000000`,
    protocol: 'SIP',
    message_type: short,
    source,
    destination,
    short,
    frame: index,
    packet_id: `job.${index}`,
    details: /^\d/.test(short) ? { status: Number(short.slice(0, 3)) } : { method: short },
  }
}

const TO = ['10.0.0.1:5060', '[2001:db8::9]:5060'] as const
const BACK = [TO[1], TO[0]] as const

function session(events: SessionEvent[], session_key = 'key'): SessionDetail {
  return {
    session_id: 'id',
    type: 'VoLTE',
    session_key,
    start_time: '2026-01-01T00:00:00.000Z',
    end_time: '2026-01-01T00:00:05.000Z',
    duration_ms: 5000,
    packet_count: 3,
    byte_count: 3,
    participants: [],
    correlation_key: {},
    metrics: { setup_time_ms: 12 },
    outcome: 'success',
    linked_by: [],
    related_sessions: [],
    media: [],
    events_count: events.length,
    events,
  }
}

const CALL = session([event(1, 'INVITE', TO), event(2, '180 Ringing', BACK), event(3, '200 OK', BACK)])
/** What somebody could write on the wire to break out of a drawing. */
const HOSTILE = '</text><script>alert(1)</script>"&\u0000\u202e\ufffe end; #x\n  P0->>P1: forged'
const BROKEN = session([event(1, HOSTILE, TO), event(2, '200 OK', [HOSTILE, TO[0]])], HOSTILE)

describe('Mermaid', () => {
  it('has a participant a column and an arrow a row', () => {
    expect([...drawMermaid(CALL)]).toEqual([
      'sequenceDiagram',
      '  participant P0 as 10.0.0.1#58;5060',
      '  participant P1 as [2001#58;db8#58;#58;9]#58;5060',
      '  P0->>P1: INVITE',
      '  P1-->>P0: 180 Ringing',
      '  P1-->>P0: 200 OK',
    ])
  })

  it('stays one statement a line whatever was on the wire', () => {
    const lines = [...drawMermaid(BROKEN)]
    expect(lines).toHaveLength(1 + 3 + 2)
    expect(lines.slice(4).every((line) => /^ {2}P\d+-?->>P\d+: [^;<>"]*(?:#\d+;[^;<>"]*)*$/.test(line))).toBe(true)
    expect(lines.join('\n')).not.toMatch(/\bend\b|<script/)
  })
})

/** Elements still open at the end, and those that closed another than the last. */
function open(svg: string): string[] {
  const stack: string[] = []
  for (const [, close, name, attributes, self] of svg.matchAll(/<(\/?)([a-z]+)((?: [a-zA-Z-]+="[^"<]*")*)(\/?)>/g)) {
    if (close === '/' && stack.at(-1) === name) stack.pop()
    else if (self === '') stack.push(`${close}${name}`)
    expect(attributes).not.toMatch(/ on[a-z]+=| href=/)
  }
  return stack
}

describe('SVG', () => {
  it('has a lifeline a column, an arrow a row, and their words', () => {
    const svg = [...drawSvg(CALL)].join('\n')
    expect(svg.match(/class="life"/g)).toHaveLength(2)
    expect(svg.match(/class="arrow message"/g)).toHaveLength(3)
    for (const words of [
      'VoLTE  key',
      'setup 12 ms',
      '10.0.0.1:5060',
      'INVITE',
      '180 Ringing',
      '#2 +1.000',
      '00:00:01.000',
    ]) {
      expect(svg).toContain(`${words}</text>`)
    }
    expect(open(svg)).toEqual([])
  })

  it('stands alone, in light and dark', () => {
    const svg = [...drawSvg(CALL)].join('\n')
    expect(svg).toContain('prefers-color-scheme: dark')
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|url\(|@import|<image|<use/)
  })

  it('is well formed whatever was on the wire', () => {
    const svg = [...drawSvg(BROKEN)].join('\n')
    expect(open(svg)).toEqual([])
    expect(svg.replaceAll(/<\/?[a-z]+[^<>]*>/g, '')).not.toMatch(/[<\u0000\ufffe]|&(?!amp;|lt;|gt;|quot;)/)
    expect(svg).not.toContain('<script')
  })

  it('says why, above a ladder that gives way', () => {
    const [plain, told] = [CALL, { ...CALL, verdict: { text: 'Refused <here>.' } }].map((one) =>
      [...drawSvg(one)].join(''),
    )
    const heights = [plain, told].map((svg) => Number(/ height="(\d+)"/.exec(svg!)![1]))
    expect(told).toContain('Refused &lt;here&gt;.</text>')
    expect(heights[1]).toBeGreaterThan(heights[0]!)
  })

  it('has room for a session without messages', () => {
    expect(open([...drawSvg(session([]))].join('\n'))).toEqual([])
  })
})
