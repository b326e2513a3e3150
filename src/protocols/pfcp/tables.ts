/** PFCP: 3GPP TS 29.244. */

/** Table 7.3-1. */
export const MESSAGES: Readonly<Record<number, string>> = {
  1: 'Heartbeat Request',
  2: 'Heartbeat Response',
  3: 'PFD Management Request',
  4: 'PFD Management Response',
  5: 'Association Setup Request',
  6: 'Association Setup Response',
  7: 'Association Update Request',
  8: 'Association Update Response',
  9: 'Association Release Request',
  10: 'Association Release Response',
  11: 'Version Not Supported Response',
  12: 'Node Report Request',
  13: 'Node Report Response',
  14: 'Session Set Deletion Request',
  15: 'Session Set Deletion Response',
  16: 'Session Set Modification Request',
  17: 'Session Set Modification Response',
  50: 'Session Establishment Request',
  51: 'Session Establishment Response',
  52: 'Session Modification Request',
  53: 'Session Modification Response',
  54: 'Session Deletion Request',
  55: 'Session Deletion Response',
  56: 'Session Report Request',
  57: 'Session Report Response',
}

/** Table 8.1.2-1, from type 1 on. */
const NAMES = `Create PDR|PDI|Create FAR|Forwarding Parameters|Duplicating Parameters|Create URR|Create QER|Created PDR
Update PDR|Update FAR|Update Forwarding Parameters|Update BAR (Session Report Response)|Update URR|Update QER|Remove PDR
Remove FAR|Remove URR|Remove QER|Cause|Source Interface|F-TEID|Network Instance|SDF Filter|Application ID|Gate Status|MBR
GBR|QER Correlation ID|Precedence|Transport Level Marking|Volume Threshold|Time Threshold|Monitoring Time
Subsequent Volume Threshold|Subsequent Time Threshold|Inactivity Detection Time|Reporting Triggers
Redirect Information|Report Type|Offending IE|Forwarding Policy|Destination Interface|UP Function Features|Apply Action
Downlink Data Service Information|Downlink Data Notification Delay|DL Buffering Duration
DL Buffering Suggested Packet Count|PFCPSMReq-Flags|PFCPSRRsp-Flags|Load Control Information|Sequence Number|Metric
Overload Control Information|Timer|PDR ID|F-SEID|Application ID's PFDs|PFD context|Node ID|PFD contents
Measurement Method|Usage Report Trigger|Measurement Period|FQ-CSID|Volume Measurement|Duration Measurement
Application Detection Information|Time of First Packet|Time of Last Packet|Quota Holding Time
Dropped DL Traffic Threshold|Volume Quota|Time Quota|Start Time|End Time|Query URR
Usage Report (Session Modification Response)|Usage Report (Session Deletion Response)
Usage Report (Session Report Request)|URR ID|Linked URR ID|Downlink Data Report|Outer Header Creation|Create BAR
Update BAR (Session Modification Request)|Remove BAR|BAR ID|CP Function Features|Usage Information
Application Instance ID|Flow Information|UE IP Address|Packet Rate|Outer Header Removal|Recovery Time Stamp
DL Flow Level Marking|Header Enrichment|Error Indication Report|Measurement Information|Node Report Type
User Plane Path Failure Report|Remote GTP-U Peer|UR-SEQN|Update Duplicating Parameters|Activate Predefined Rules
Deactivate Predefined Rules|FAR ID|QER ID|OCI Flags|PFCP Association Release Request|Graceful Release Period|PDN Type
Failed Rule ID|Time Quota Mechanism|User Plane IP Resource Information|User Plane Inactivity Timer|Aggregated URRs
Multiplier|Aggregated URR ID|Subsequent Volume Quota|Subsequent Time Quota|RQI|QFI|Query URR Reference
Additional Usage Reports Information|Create Traffic Endpoint|Created Traffic Endpoint|Update Traffic Endpoint
Remove Traffic Endpoint|Traffic Endpoint ID|Ethernet Packet Filter|MAC address|C-TAG|S-TAG|Ethertype|Proxying
Ethernet Filter ID|Ethernet Filter Properties|Suggested Buffering Packets Count|User ID
Ethernet PDU Session Information|Ethernet Traffic Information|MAC Addresses Detected|MAC Addresses Removed
Ethernet Inactivity Timer|Additional Monitoring Time|Event Quota|Event Threshold|Subsequent Event Quota
Subsequent Event Threshold|Trace Information|Framed-Route|Framed-Routing|Framed-IPv6-Route|Time Stamp|Averaging Window
Paging Policy Indicator|APN/DNN|3GPP Interface Type|PFCPSRReq-Flags|PFCPAUReq-Flags|Activation Time|Deactivation Time
Create MAR|3GPP Access Forwarding Action Information|Non-3GPP Access Forwarding Action Information|Remove MAR
Update MAR|MAR ID|Steering Functionality|Steering Mode|Weight|Priority
Update 3GPP Access Forwarding Action Information|Update Non-3GPP Access Forwarding Action Information
UE IP address Pool Identity|Alternative SMF IP Address|Packet Replication and Detection Carry-On Information|SMF Set ID
Quota Validity Time|Number of Reports|PFCP Session Retention Information|PFCPASRsp-Flags|CP PFCP Entity IP Address
PFCPSEReq-Flags|User Plane Path Recovery Report|IP Multicast Addressing Info|Join IP Multicast Information
Leave IP Multicast Information|IP Multicast Address|Source IP Address|Packet Rate Status|Create Bridge Info for TSC
Created Bridge Info for TSC|DS-TT Port Number|NW-TT Port Number|5GS User Plane Node
TSC Management Information (Session Modification Request)|TSC Management Information (Session Modification Response)
TSC Management Information (Session Report Request)|Port Management Information Container
Clock Drift Control Information|Requested Clock Drift Information|Clock Drift Report|Time Domain Number
Time Offset Threshold|Cumulative rateRatio Threshold|Time Offset Measurement|Cumulative rateRatio Measurement|Remove SRR
Create SRR|Update SRR|Session Report|SRR ID|Access Availability Control Information
Requested Access Availability Information|Access Availability Report|Access Availability Information
Provide ATSSS Control Information|ATSSS Control Parameters|MPTCP Control Information|ATSSS-LL Control Information
PMF Control Information|MPTCP Parameters|ATSSS-LL Parameters|PMF Parameters|MPTCP Address Information
UE Link-Specific IP Address|PMF Address Information|ATSSS-LL Information|Data Network Access Identifier
UE IP address Pool Information|Average Packet Delay|Minimum Packet Delay|Maximum Packet Delay|QoS Report Trigger
GTP-U Path QoS Control Information|GTP-U Path QoS Report|QoS Information in GTP-U Path QoS Report
GTP-U Path Interface Type|QoS Monitoring per QoS flow Control Information|Requested QoS Monitoring|Reporting Frequency
Packet Delay Thresholds|Minimum Wait Time|QoS Monitoring Report|QoS Monitoring Measurement|MT-EDT Control Information
DL Data Packets Size|QER Control Indications|Packet Rate Status Report|NF Instance ID|Ethernet Context Information
Redundant Transmission Parameters|Updated PDR|S-NSSAI|IP version|PFCPASReq-Flags|Data Status
Provide RDS configuration information|RDS configuration information
Query Packet Rate Status (Session Modification Request)|Packet Rate Status Report (Session Modification Response)
MPTCP Applicable Indication|Bridge Management Information Container|UE IP Address Usage Information
Number of UE IP Addresses|Validity Timer|Redundant Transmission Forwarding Parameters|Transport Delay Reporting
Partial Failure Information (Session Establishment Response)|Partial Failure Information (Session Modification Response)
Offending IE Information|RAT Type|L2TP Tunnel Information|L2TP Session Information|L2TP User Authentication
Created L2TP Session|LNS Address|Tunnel Preference|Calling Number|Called Number|L2TP Session Indications
DNS Server Address|NBNS Server Address|Maximum Receive Unit|Thresholds|Steering Mode Indicator|PFCP Session Change Info
Group ID|CP IP Address|IP Address and Port number Replacement|DNS Query Filter
Direct Reporting Information|Event Notification URI|Notification Correlation ID|Reporting Flags|Predefined Rules Name
MBS Session N4mb Control Information|MBS Multicast Parameters|Add MBS Unicast Parameters|MBS Session N4mb Information
Remove MBS Unicast Parameters|MBS Session Identifier|Multicast Transport Information|MBSN4mbReq-Flags
Local Ingress Tunnel|MBS Unicast Parameters ID|MBS Session N4 Control Information|MBS Session N4 Information
MBSN4Resp-Flags|Tunnel Password|Area Session ID|Peer UP Restart Report|DSCP to PPI Control Information
DSCP to PPI Mapping Information|PFCPSDRsp-Flags|QER Indications|Vendor-Specific Node Report Type`

function words(text: string): readonly string[] {
  return text.split(' ')
}

/** Names of information elements by type. */
export const ELEMENTS: readonly string[] = ['Reserved', ...NAMES.split(/[|\n]/)]

/** Cause: §8.2.1. */
export const CAUSES: Readonly<Record<number, string>> = {
  1: 'Request accepted',
  2: 'More Usage Report to send',
  3: 'Request partially accepted',
  64: 'Request rejected (reason not specified)',
  65: 'Session context not found',
  66: 'Mandatory IE missing',
  67: 'Conditional IE missing',
  68: 'Invalid length',
  69: 'Mandatory IE incorrect',
  70: 'Invalid Forwarding Policy',
  71: 'Invalid F-TEID allocation option',
  72: 'No established PFCP Association',
  73: 'Rule creation/modification Failure',
  74: 'PFCP entity in congestion',
  75: 'No resources available',
  76: 'Service not supported',
  77: 'System failure',
  78: 'Redirection Requested',
  79: 'All dynamic addresses are occupied',
  80: 'Unknown Pre-defined Rule',
  81: 'Unknown Application ID',
  82: 'L2TP tunnel Establishment failure',
  83: 'L2TP session Establishment failure',
  84: 'L2TP tunnel release',
  85: 'L2TP session release',
  86: 'PFCP session restoration failure due to requested resource not available',
}

/** §8.2.2, Table 8.2.2-1, and §8.2.24 (destinations 4 and 5 differ). */
export const SOURCE_INTERFACES = ['Access', 'Core', 'SGi-LAN/N6-LAN', 'CP-function', '5G VN Internal']
export const DESTINATION_INTERFACES = [
  'Access',
  'Core',
  'SGi-LAN/N6-LAN',
  'CP-function',
  'LI Function',
  '5G VN Internal',
]

/** Apply Action, §8.2.26: bits of the first octet, then of the second. */
export const APPLY_ACTIONS = words('DROP FORW BUFF NOCP DUPL IPMA IPMD DFRT EDRT BDPN DDPN FSSM MBSU')

/** Report Type, §8.2.21. */
export const REPORT_TYPES = words('DLDR USAR ERIR UPIR TMIR SESR UISR')

/** Reporting Triggers, §8.2.19: bits of three octets. */
export const REPORTING_TRIGGERS = words(
  'PERIO VOLTH TIMTH QUHTI START STOPT DROTH LIUSA VOLQU TIMQU ENVCL MACAR EVETH EVEQU IPMJL QUVTI REEMR UPINT',
)

/** Usage Report Trigger, §8.2.41: bits of three octets. */
export const USAGE_TRIGGERS = words(
  'PERIO VOLTH TIMTH QUHTI START STOPT DROTH IMMER VOLQU TIMQU LIUSA TERMR MONIT ENVCL MACAR EVETH EVEQU TEBUR IPMJL QUVTI EMRRE UPINT',
)

/** Measurement Method, §8.2.40. */
export const MEASUREMENT_METHODS = words('DURAT VOLUM EVENT')

/** Node Report Type, §8.2.69. */
export const NODE_REPORT_TYPES = words('UPFR UPRR CKDR GPQR PURR VSR')

/** Outer Header Removal, §8.2.64. */
export const HEADER_REMOVALS = [
  'GTP-U/UDP/IPv4',
  'GTP-U/UDP/IPv6',
  'UDP/IPv4',
  'UDP/IPv6',
  'IPv4',
  'IPv6',
  'GTP-U/UDP/IP',
  'VLAN S-TAG',
  'S-TAG and C-TAG',
]

/** PDN Type, §8.2.79. */
export const PDN_TYPES: Readonly<Record<number, string>> = {
  1: 'IPv4',
  2: 'IPv6',
  3: 'IPv4v6',
  4: 'Non-IP',
  5: 'Ethernet',
}

/** Gate Status, §8.2.7. */
export const GATES = ['OPEN', 'CLOSED']

/** 3GPP Interface Type, §8.2.118. */
export const INTERFACE_TYPES = [
  'S1-U',
  'S5/S8-U',
  'S4-U',
  'S11-U',
  'S12',
  'Gn/Gp-U',
  'S2a-U',
  'S2b-U',
  'eNodeB GTP-U for DL data forwarding',
  'eNodeB GTP-U for UL data forwarding',
  'SGW/UPF GTP-U for DL data forwarding',
  'N3 3GPP Access',
  'N3 Trusted Non-3GPP Access',
  'N3 Untrusted Non-3GPP Access',
  'N3 for data forwarding',
  'N9',
  'SGi',
  'N6',
  'N19',
  'S8-U',
  'Gp-U',
  'N9 for roaming',
  'Iu-U',
  'N9 for data forwarding',
  'Sxa-U',
  'Sxb-U',
  'Sxc-U',
  'N4-U',
  'SGW/UPF GTP-U for UL data forwarding',
  'N6mb/Nmb9',
  'N3mb',
  'N19mb',
]

/** Failed Rule ID, §8.2.80: the kind of rule. */
export const RULES = ['PDR', 'FAR', 'QER', 'URR', 'BAR', 'MAR', 'SRR']
