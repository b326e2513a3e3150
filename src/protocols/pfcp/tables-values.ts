/** Names of features, flags and values: TS 29.244 §8.2. */

function words(text: string): readonly string[] {
  return text.split(' ')
}

/** UP Function Features: Table 8.2.25-1, from the lowest bit of octet 5 on; octets 7 and 8 come after 5 and 6. */
export const UP_FEATURES = words(
  'BUCP DDND DLBD TRST FTUP PFDM HEEU TREU EMPU PDIU UDBC QUOAC TRACE FRRT PFDE EPFAR DPDRA ADPDP UEIP SSET MNOP MTE BUNDL ' +
    'GCOM MPAS RTTL VTIME NORP IPTV IP6PL TSCU MPTCP ATSSS-LL QFQM GPQM MT-EDT CIOT ETHAR DDDS RDS RTTWP QUASF NSPOC L2TP ' +
    'UPBER RESPS IPREP DNSTS DRQOS MBSN4 PSUPRM EPPI RATP UPIDP',
)

/** CP Function Features: Table 8.2.58-1. */
export const CP_FEATURES = words('LOAD OVRL EPFAR SSET BUNDL MPAS ARDR UIAUR PSUCC RPGUR')

/** Flags of requests and answers: §8.2.30, §8.2.31, §8.2.119, §8.2.120, §8.2.132, §8.2.134, §8.2.178. */
export const MODIFICATION_FLAGS = words('DROBU SNDEM QAURR SUMPC RUMUC')
export const REPORT_RESPONSE_FLAGS = ['DROBU']
export const REPORT_REQUEST_FLAGS = ['PSDBU']
export const UPDATE_REQUEST_FLAGS = ['PARPS']
export const SETUP_RESPONSE_FLAGS = words('PSREI UUPSI')
export const ESTABLISHMENT_FLAGS = words('RESTI SUMPC')
export const SETUP_REQUEST_FLAGS = ['UUPSI']
/** PFCP Association Release Request: §8.2.77. */
export const RELEASE_FLAGS = words('SARR URSS')

/** Usage Information: §8.2.59, and Measurement Information: §8.2.68. */
export const USAGE_INFORMATION = words('BEF AFT UAE UBE')
export const MEASUREMENT_INFORMATION = words('MBQE INAM RADI ISTM MNOP SSPOC ASPOC CIAM')

/** Redirect Information: Table 8.2.20-1. */
export const REDIRECT_TYPES = ['IPv4 address', 'IPv6 address', 'URL', 'SIP URI', 'IPv4 and IPv6 addresses']

/** Flow Information: Table 8.2.61-1. */
export const FLOW_DIRECTIONS = ['unspecified', 'downlink', 'uplink', 'bidirectional']

/** Packet Rate: Table 8.2.63-1. */
export const TIME_UNITS = ['minute', '6 minutes', 'hour', 'day', 'week']

/** Time Quota Mechanism: Table 8.2.81-1. */
export const TIME_QUOTAS = ['CTP', 'DTP']

/** Steering of traffic over several accesses: §8.2.123 to §8.2.126. */
export const STEERING_FUNCTIONALITIES = ['ATSSS-LL', 'MPTCP']
export const STEERING_MODES = ['Active-Standby', 'Smallest Delay', 'Load Balancing', 'Priority-based']
export const STEERING_PRIORITIES = ['Active', 'Standby', 'No Standby', 'High', 'Low']

/** Data Status: §8.2.180, and IP version: §8.2.177. */
export const DATA_STATUS = words('DROP BUFF')
export const IP_VERSIONS = words('V4 V6')
