// Protocol configuration options: TS 24.008 §10.5.6.3.
import { configurationOptions } from '../nas/configuration.ts'
import type { Elements } from './elements.ts'

export function readPco(elements: Elements, from: number, to: number): void {
  const { options, isWhole } = configurationOptions(elements.bytes, from, to)
  if (!isWhole) elements.fail('malformed')
  for (const { name, value, field, from: start, to: end } of options) {
    if (field === 'ipv4_mtu') elements.put(field, value, start, end)
    else if (field !== undefined) for (const server of [value].flat()) elements.add(field, server)
    elements.show(name, value ?? 'requested', start, end)
  }
}
