// Values of elements of GTPv1-C: TS 29.060 §7.7.

/** Radio priority: TS 24.008 §10.5.7.2. */
export const PRIORITIES: Readonly<Record<number, string>> = { 1: 'level 1', 2: 'level 2', 3: 'level 3', 4: 'level 4' }

/** MS Not Reachable Reason: §7.7.25A, by TS 23.040 §3.3.2. */
export const NOT_REACHABLE = [
  'no paging response via the MSC',
  'IMSI detached',
  'roaming restriction',
  'deregistered in the HLR for non GPRS',
  'MS purged for non GPRS',
  'no paging response via the SGSN',
  'GPRS detached',
  'deregistered in the HLR for GPRS',
  'MS purged for GPRS',
  'unidentified subscriber via the MSC',
  'unidentified subscriber via the SGSN',
]

/** Common Flags: §7.7.48. */
export const COMMON_FLAGS = [
  'Prohibit Payload Compression',
  'MBMS Service Type',
  'RAN Procedures Ready',
  'MBMS Counting Information',
  'No QoS negotiation',
  'NRSN',
  'Upgrade QoS Supported',
  'Dual Address Bearer',
]

/** MS Info Change Reporting Action: §7.7.80. */
export const CHANGE_REPORTING = ['Stop Reporting', 'Start Reporting CGI/SAI', 'Start Reporting RAI']

/** Direct Tunnel Flags: §7.7.81. */
export const DIRECT_TUNNEL_FLAGS = ['DTI', 'GCSI', 'EI']

/** Bearer Control Mode: §7.7.83. */
export const BEARER_CONTROL_MODES = ['MS_only', 'MS/NW']

/** Extended Common Flags: §7.7.95, §7.7.118. */
export const EXTENDED_COMMON_FLAGS = ['Unauthenticated IMSI', 'CCRSI', 'CPSR', 'RetLoc', 'VB', 'PCRI', 'BDWI', 'UASI']
export const EXTENDED_COMMON_FLAGS_2 = ['PNSI', 'DTCI', 'PMTSMI']
