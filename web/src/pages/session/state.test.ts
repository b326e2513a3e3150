import { describe, expect, it } from 'vitest'
import { readState, type SessionState, writeState } from './state.ts'

const USUAL = readState(new URLSearchParams())

const cases: { it: string; change: Partial<SessionState>; says: string }[] = [
  { it: 'nothing where all is as always', change: {}, says: '' },
  { it: 'the message and its tab', change: { message: 'evt-007', tab: 'why' }, says: 'm=evt-007&tab=why' },
  { it: 'the view', change: { view: 'media' }, says: 'view=media' },
  {
    it: 'what is filtered',
    change: { protocols: new Set(['SIP', 'RTP']), errors: true },
    says: 'without=SIP%2CRTP&errors=1',
  },
  {
    it: 'nodes, whose addresses hold colons',
    change: { nodes: new Set(['[2001:db8::1]:5060']) },
    says: 'hidden=%5B2001%3Adb8%3A%3A1%5D%3A5060',
  },
  { it: 'what is off that is usually on', change: { fold: false, bars: false }, says: 'fold=0&bars=0' },
  { it: 'time and zoom', change: { time: 'clock', zoom: 120 }, says: 'time=clock&zoom=120' },
]

describe('the address of a session says', () => {
  it.each(cases)('$it', ({ change, says }) => {
    const state = { ...USUAL, ...change }
    const search = new URLSearchParams(writeState(state))
    expect(search.toString()).toBe(says)
    expect(readState(search)).toEqual(state)
  })

  it('nothing that it does not know', () => {
    const wrong = 'view=x&tab=y&time=z&color=q&zoom=abc&errors=yes&m='
    expect(readState(new URLSearchParams(wrong))).toEqual(USUAL)
    expect(readState(new URLSearchParams('zoom=9000')).zoom).toBe(150)
  })

  it('a list as the usual view where it is narrow', () => {
    expect(readState(new URLSearchParams(), 'table').view).toBe('table')
    expect(writeState({ ...USUAL, view: 'ladder' }, 'table')).toEqual({ view: 'ladder' })
  })
})
