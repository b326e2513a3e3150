import { describe, expect, it } from 'vitest'
import { FLOW_INTS, FLOW_PEER, type FlowRecords } from '../model/flow.ts'
import { FlowLabels } from './flow-labels.ts'

const [CLIENT, SERVER] = [0, 1]

/** Labels of two flows that are the directions of one connection. */
function labels(): FlowLabels {
  const ints = new Int32Array(2 * FLOW_INTS)
  ints[CLIENT * FLOW_INTS + FLOW_PEER] = SERVER + 1
  ints[SERVER * FLOW_INTS + FLOW_PEER] = CLIENT + 1
  return new FlowLabels({ ints } as unknown as FlowRecords, undefined)
}

describe('both directions of a connection are called alike', () => {
  it('though one leaves the table before the other has told all', () => {
    const flows = labels()
    flows.tell(CLIENT, { name: 'example.org' }, 'TLS')
    expect(flows.take(CLIENT, 'TLS')).toBe('TLS: example.org')
    flows.tell(SERVER, { not_decrypted: 'not decrypted (no key)' })
    expect(flows.take(SERVER, 'TLS')).toBe('TLS: example.org')
  })

  it('though one of them says nothing, whichever leaves first', () => {
    const flows = labels()
    flows.tell(CLIENT, { name: 'example.org' }, 'TLS')
    expect(flows.takeOfPeer(SERVER)).toBe('TLS: example.org')
    expect(flows.take(CLIENT, 'TLS')).toBe('TLS: example.org')
  })

  it('and what tells nothing has no name of theirs', () => {
    expect(labels().takeOfPeer(SERVER)).toBeUndefined()
  })
})
