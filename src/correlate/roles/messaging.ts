// Who speaks for the circuit-switched core and for short messages: TS 29.118 §5, SMPP 5.0 §2.2.
import { byName, type RoleRules } from './role-rules.ts'

export const sgsapRoles: RoleRules = {
  protocol: 'SGsAP',
  kind: byName({
    'Location update request': [{ source: 'MME', destination: 'MSC' }],
    'Location update accept': [{ source: 'MSC', destination: 'MME' }],
    'Location update reject': [{ source: 'MSC', destination: 'MME' }],
    'Paging request': [{ source: 'MSC', destination: 'MME' }],
    'Service request': [{ source: 'MME', destination: 'MSC' }],
    'Uplink unitdata': [{ source: 'MME', destination: 'MSC' }],
    'Downlink unitdata': [{ source: 'MSC', destination: 'MME' }],
  }),
}

export const smppRoles: RoleRules = {
  protocol: 'SMPP',
  kind: byName({
    bind_transceiver: [{ destination: 'SMSC' }],
    bind_transmitter: [{ destination: 'SMSC' }],
    bind_receiver: [{ destination: 'SMSC' }],
    submit_sm: [{ destination: 'SMSC', strength: 2 }],
    deliver_sm: [{ source: 'SMSC', strength: 2 }],
  }),
}
