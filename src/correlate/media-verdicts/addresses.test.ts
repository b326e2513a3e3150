import { expect, it } from 'vitest'
import { isPrivate } from './addresses.ts'

it.each([
  ['10.0.0.1', true],
  ['100.64.0.1', true],
  ['100.127.255.1', true],
  ['100.128.0.1', false],
  ['100.6.0.1', false],
  ['172.16.0.1', true],
  ['172.31.0.1', true],
  ['172.32.0.1', false],
  ['172.3.0.1', false],
  ['192.168.1.10', true],
  ['192.169.0.1', false],
  ['169.254.0.1', true],
  ['127.0.0.1', true],
  ['203.0.113.7', false],
  ['101.1.1.1', false],
  ['fd00::1', true],
  ['fe80::1', true],
  ['fec0::1', false],
  ['2001:db8::1', false],
])('%s is private: %s', (address, want) => {
  expect(isPrivate(address)).toBe(want)
})
