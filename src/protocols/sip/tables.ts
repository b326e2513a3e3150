/** SIP: names and numbers of RFC 3261 and its extensions, SDP's static payload types, kinds of clues. */

/** Methods that are in the IANA registry, and those of old clients that are still met; any other token is taken too. */
export const METHODS: ReadonlySet<string> = new Set(
  (
    'INVITE ACK BYE CANCEL OPTIONS REGISTER PRACK SUBSCRIBE NOTIFY PUBLISH INFO REFER MESSAGE UPDATE ' +
    'BENOTIFY SERVICE NEGOTIATE QAUTH SPRACK PING DO RAISE JOIN KDMQ'
  ).split(' '),
)

/** Reason phrases: IANA registry "Response Codes". */
export const REASONS: Readonly<Record<number, string>> = {
  100: 'Trying',
  180: 'Ringing',
  181: 'Call Is Being Forwarded',
  182: 'Queued',
  183: 'Session Progress',
  199: 'Early Dialog Terminated',
  200: 'OK',
  202: 'Accepted',
  204: 'No Notification',
  300: 'Multiple Choices',
  301: 'Moved Permanently',
  302: 'Moved Temporarily',
  305: 'Use Proxy',
  380: 'Alternative Service',
  400: 'Bad Request',
  401: 'Unauthorized',
  402: 'Payment Required',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  407: 'Proxy Authentication Required',
  408: 'Request Timeout',
  410: 'Gone',
  412: 'Conditional Request Failed',
  413: 'Request Entity Too Large',
  414: 'Request-URI Too Long',
  415: 'Unsupported Media Type',
  416: 'Unsupported URI Scheme',
  417: 'Unknown Resource-Priority',
  420: 'Bad Extension',
  421: 'Extension Required',
  422: 'Session Interval Too Small',
  423: 'Interval Too Brief',
  424: 'Bad Location Information',
  425: 'Bad Alert Message',
  428: 'Use Identity Header',
  429: 'Provide Referrer Identity',
  430: 'Flow Failed',
  433: 'Anonymity Disallowed',
  436: 'Bad Identity Info',
  437: 'Unsupported Credential',
  438: 'Invalid Identity Header',
  439: 'First Hop Lacks Outbound Support',
  440: 'Max-Breadth Exceeded',
  469: 'Bad Info Package',
  470: 'Consent Needed',
  480: 'Temporarily Unavailable',
  481: 'Call/Transaction Does Not Exist',
  482: 'Loop Detected',
  483: 'Too Many Hops',
  484: 'Address Incomplete',
  485: 'Ambiguous',
  486: 'Busy Here',
  487: 'Request Terminated',
  488: 'Not Acceptable Here',
  489: 'Bad Event',
  491: 'Request Pending',
  493: 'Undecipherable',
  494: 'Security Agreement Required',
  500: 'Server Internal Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Server Time-out',
  505: 'Version Not Supported',
  513: 'Message Too Large',
  555: 'Push Notification Service Not Supported',
  580: 'Precondition Failure',
  600: 'Busy Everywhere',
  603: 'Decline',
  604: 'Does Not Exist Anywhere',
  606: 'Not Acceptable',
  607: 'Unwanted',
  608: 'Rejected',
}

/** Compact forms: RFC 3261 §7.3.3 and the extensions' own. */
export const COMPACT: Readonly<Record<string, string>> = {
  a: 'accept-contact',
  b: 'referred-by',
  c: 'content-type',
  d: 'request-disposition',
  e: 'content-encoding',
  f: 'from',
  i: 'call-id',
  j: 'reject-contact',
  k: 'supported',
  l: 'content-length',
  m: 'contact',
  n: 'identity-info',
  o: 'event',
  r: 'refer-to',
  s: 'subject',
  t: 'to',
  u: 'allow-events',
  v: 'via',
  x: 'session-expires',
  y: 'identity',
}

/** Headers whose text is kept as it stands, and their names in `details`. */
export const TEXT_HEADERS: Readonly<Record<string, string>> = {
  'user-agent': 'user_agent',
  server: 'server',
  'p-visited-network-id': 'p_visited_network_id',
  'p-early-media': 'p_early_media',
  'p-asserted-service': 'p_asserted_service',
  'p-preferred-service': 'p_preferred_service',
  event: 'event',
  'subscription-state': 'subscription_state',
  subject: 'subject',
  warning: 'warning',
  privacy: 'privacy',
  rack: 'rack',
  'content-encoding': 'content_encoding',
  'request-disposition': 'request_disposition',
  'info-package': 'info_package',
}

/** Headers that are a number; what follows it is dropped. */
export const NUMBER_HEADERS: Readonly<Record<string, string>> = {
  'min-se': 'min_se',
  'min-expires': 'min_expires',
  rseq: 'rseq',
  'retry-after': 'retry_after',
}

/** Headers that are lists, by repetition or commas; each entry is kept as it stands. */
export const LIST_HEADERS: Readonly<Record<string, string>> = {
  route: 'route',
  'record-route': 'record_route',
  path: 'path',
  'service-route': 'service_route',
  'history-info': 'history_info',
  diversion: 'diversion',
  require: 'require',
  'proxy-require': 'proxy_require',
  supported: 'supported',
  unsupported: 'unsupported',
}

/** Headers that are lists of identities, of which the URI is kept. */
export const URI_HEADERS: Readonly<Record<string, string>> = {
  'p-asserted-identity': 'p_asserted_identity',
  'p-associated-uri': 'p_associated_uri',
}

/** Headers that are one identity, of which the URI is kept. */
export const ONE_URI_HEADERS: Readonly<Record<string, string>> = {
  'p-preferred-identity': 'p_preferred_identity',
  'p-called-party-id': 'p_called_party_id',
  'p-served-user': 'p_served_user',
  'referred-by': 'referred_by',
}

/** Headers by which a back-to-back agent names the Call-ID of its other leg. */
export const OTHER_CALL_ID_HEADERS: readonly string[] = [
  'x-call-id',
  'x-callid',
  'x-cid',
  'x-original-call-id',
  'x-orig-call-id',
  'x-genesys-calluuid',
  'x-asterisk-call-id',
  'p-asterisk-call-id',
  'p-asterisk-callid',
  'in-reply-to',
]

/**
 * Kinds of clues that SIP gives. Values are compared as they are.
 *
 * | kind            | value                                                                               |
 * |-----------------|-------------------------------------------------------------------------------------|
 * | `call-id`       | the own Call-ID, of requests outside dialogs and re-INVITEs                         |
 * | `other-call-id` | a Call-ID named in OTHER_CALL_ID_HEADERS, Replaces, or the Replaces of a Refer-To   |
 * | `icid`          | icid-value of P-Charging-Vector (RFC 7315)                                          |
 * | `session-id`    | local or remote UUID of Session-ID (RFC 7989), 32 lower-case hexadecimal digits     |
 * | `via-branch`    | a branch with the magic cookie, of any Via of such a request                        |
 * | `numbers`       | `caller>callee`: users of From and To; digits without `+` or `00`, else lower case   |
 * | `sdp-media`     | `address:port` of an audio or video line that can be sent to, not on loopback        |
 * | `sdp-origin`    | `username session-id address` of the o= line                                        |
 * | `ice-ufrag`     | user fragment of ICE                                                                |
 */
export const CLUE = {
  callId: 'call-id',
  otherCallId: 'other-call-id',
  icid: 'icid',
  sessionId: 'session-id',
  viaBranch: 'via-branch',
  numbers: 'numbers',
  transfer: 'transfer',
  reported: 'reported-call',
  quality: 'reported-quality',
  sdpMedia: 'sdp-media',
  sdpOrigin: 'sdp-origin',
  iceUfrag: 'ice-ufrag',
} as const

/** Static payload types: RFC 3551 Tables 4 and 5. Name, clock rate in Hz, channels. */
export const STATIC_FORMATS: Readonly<Record<number, readonly [name: string, clockRate: number, channels: number]>> = {
  0: ['PCMU', 8000, 1],
  3: ['GSM', 8000, 1],
  4: ['G723', 8000, 1],
  5: ['DVI4', 8000, 1],
  6: ['DVI4', 16000, 1],
  7: ['LPC', 8000, 1],
  8: ['PCMA', 8000, 1],
  9: ['G722', 8000, 1],
  10: ['L16', 44100, 2],
  11: ['L16', 44100, 1],
  12: ['QCELP', 8000, 1],
  13: ['CN', 8000, 1],
  14: ['MPA', 90000, 1],
  15: ['G728', 8000, 1],
  16: ['DVI4', 11025, 1],
  17: ['DVI4', 22050, 1],
  18: ['G729', 8000, 1],
  25: ['CelB', 90000, 1],
  26: ['JPEG', 90000, 1],
  28: ['nv', 90000, 1],
  31: ['H261', 90000, 1],
  32: ['MPV', 90000, 1],
  33: ['MP2T', 90000, 1],
  34: ['H263', 90000, 1],
}
