// Traffic flow templates: TS 24.008 §10.5.6.12.
import { trafficFlowTemplate } from '../nas/packet-filters.ts'
import type { Elements } from './elements.ts'

export function readTft(elements: Elements, from: number, to: number): void {
  const { operation, filters, isWhole } = trafficFlowTemplate(elements.bytes, from, to)
  if (!isWhole) elements.fail('malformed')
  elements.put('tft', { operation, filters }, from, to)
}
