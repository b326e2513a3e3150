import { expect, it } from 'vitest'
import { colourPaint, displayWidth, pad, printable, shorten, wrap } from './terminal.ts'

it('replaces what would steer a terminal', () => {
  expect(printable('a\u001B[31mb\u009B\u202E\uD800\n')).toBe('a\uFFFD[31mb\uFFFD\uFFFD\uFFFD\uFFFD')
})

const widths: [string, number][] = [
  ['', 0],
  ['abc', 3],
  ['é', 1],
  ['e\u0301', 1],
  ['漢字', 4],
  ['🙂', 2],
]
it.each(widths)('%s takes %i columns', (text, width) => {
  expect(displayWidth(text)).toBe(width)
})

it('shortens and pads by columns', () => {
  expect(shorten('abcdef', 4)).toBe('abc…')
  expect(shorten('漢字漢字', 5)).toBe('漢字…')
  expect(pad('漢', 4, 'right')).toBe('  漢')
  expect(pad('ab', 5, 'center')).toBe(' ab  ')
  expect(pad('abc', 2)).toBe('abc')
})

const wrapped: [string, number, string[]][] = [
  ['', 5, ['']],
  ['one two three', 7, ['one two', 'three']],
  ['one two', 3, ['one', 'two']],
  ['abcdefgh', 3, ['abc', 'def', 'gh']],
  ['漢字', 1, ['漢', '字']],
  ['S1AP InitialContextSetupRequest', 23, ['S1AP', 'InitialContextSetup', 'Request']],
  ['UE 192.168.101.3:40762', 16, ['UE', '192.168.101.3', ':40762']],
  ['[2001:db8::1]:5060', 16, ['[2001:db8::1]', ':5060']],
  ['Arcor/Arcor-1.02.005t2', 18, ['Arcor/Arcor-', '1.02.005t2']],
  ['sip:0123456789abcdef', 12, ['sip:01234567', '89abcdef']],
]
it.each(wrapped)('%j wraps to %i columns', (text, width, lines) => {
  expect(wrap(text, width)).toEqual(lines)
})

it('colours', () => {
  expect(colourPaint('x', 'red')).toBe('\u001B[31mx\u001B[0m')
})
