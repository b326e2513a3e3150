/** How a kind of body is read. Elements are by their name, or `parent/name` where that alone does not tell. */
export interface BodyForm {
  /** What it is called in `details`. */
  readonly name: string
  /** By element whose text it is: the field. */
  readonly texts?: Readonly<Record<string, string>>
  /** By element, then attribute: the field. */
  readonly attributes?: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Elements of which there are several, each with fields of its own: the list. */
  readonly items?: Readonly<Record<string, string>>
  /** Elements whose being there says it all. */
  readonly flags?: readonly string[]
  /** All other texts, by the names of their elements. */
  readonly leaves?: true
}

/** By media type, in the order of who wrote them: IETF, 3GPP, ETSI. */
export const XML_BODIES: Readonly<Record<string, BodyForm>> = {
  // RFC 3863; places of RFC 4119, RFC 5491 (GML) and RFC 5139 (civic).
  'application/pidf+xml': {
    name: 'presence',
    attributes: { presence: { entity: 'entity' }, Point: { srsName: 'reference' }, Circle: { srsName: 'reference' } },
    texts: {
      basic: 'status',
      contact: 'contact',
      note: 'note',
      timestamp: 'timestamp',
      pos: 'position',
      radius: 'radius_m',
      method: 'method',
      country: 'country',
      A1: 'state',
      A2: 'county',
      A3: 'city',
      A6: 'street',
      RD: 'street',
      HNO: 'house',
      PC: 'postal_code',
      'retention-expiry': 'retained_until',
    },
  },
  // RFC 3680.
  'application/reginfo+xml': {
    name: 'reginfo',
    items: { contact: 'contacts' },
    attributes: {
      reginfo: { version: 'version', state: 'content' },
      registration: { aor: 'aor', state: 'state' },
      contact: { state: 'state', event: 'event', expires: 'expires', 'retry-after': 'retry_after' },
    },
    texts: { uri: 'uri' },
  },
  // RFC 3858.
  'application/watcherinfo+xml': {
    name: 'watcherinfo',
    items: { watcher: 'watchers' },
    attributes: {
      watcherinfo: { version: 'version', state: 'content' },
      'watcher-list': { resource: 'resource', package: 'package' },
      watcher: { status: 'status', event: 'event' },
    },
    texts: { watcher: 'uri' },
  },
  // RFC 4235.
  'application/dialog-info+xml': {
    name: 'dialog_info',
    items: { dialog: 'dialogs' },
    attributes: {
      'dialog-info': { version: 'version', state: 'content', entity: 'entity' },
      dialog: { id: 'id', 'call-id': 'call_id', direction: 'direction' },
      state: { event: 'event', code: 'code' },
    },
    texts: { state: 'state', 'local/identity': 'local', 'remote/identity': 'remote', duration: 'duration_s' },
  },
  // RFC 4575.
  'application/conference-info+xml': {
    name: 'conference',
    items: { user: 'users' },
    attributes: {
      'conference-info': { version: 'version', state: 'content', entity: 'entity' },
      user: { entity: 'entity', state: 'content' },
    },
    texts: {
      'user-count': 'user_count',
      'maximum-user-count': 'most_users',
      active: 'active',
      locked: 'locked',
      'endpoint/status': 'status',
      'joining-method': 'joined',
      'disconnection-method': 'disconnected',
    },
  },
  // RFC 4826, RFC 5366.
  'application/resource-lists+xml': {
    name: 'resource_list',
    attributes: { entry: { uri: 'uris' }, list: { name: 'list' } },
  },
  // RFC 4662.
  'application/rlmi+xml': {
    name: 'list_state',
    items: { resource: 'resources' },
    attributes: {
      list: { uri: 'uri', version: 'version', fullState: 'full' },
      resource: { uri: 'uri' },
      instance: { state: 'state', reason: 'reason' },
    },
  },
  // RFC 4730.
  'application/kpml-request+xml': {
    name: 'kpml',
    attributes: { pattern: { persist: 'persist' }, regex: { tag: 'tag' } },
    texts: { regex: 'pattern' },
  },
  'application/kpml-response+xml': {
    name: 'kpml',
    attributes: {
      'kpml-response': { code: 'code', text: 'text', digits: 'digits', tag: 'tag', suppressed: 'suppressed' },
    },
  },
  // RFC 5168.
  'application/media_control+xml': {
    name: 'media_control',
    flags: ['picture_fast_update'],
    texts: { general_error: 'error', stream_id: 'stream' },
  },
  // RFC 5438, RFC 3994.
  'message/imdn+xml': {
    name: 'imdn',
    flags: ['delivered', 'displayed', 'processed', 'failed', 'forbidden', 'error', 'stored'],
    texts: { 'message-id': 'message_id', datetime: 'datetime', 'recipient-uri': 'recipient' },
  },
  'application/im-iscomposing+xml': { name: 'is_composing', texts: { state: 'state', refresh: 'refresh_s' } },
  // RFC 7200, RFC 7415: how much a server still takes.
  'application/load-control+xml': {
    name: 'load_control',
    attributes: { 'load-control': { version: 'version', state: 'content' }, rule: { id: 'rule' } },
    texts: { rate: 'rate', win: 'window', percent: 'percent', 'alt-action': 'alternative' },
  },
  // RFC 7865.
  'application/rs-metadata+xml': {
    name: 'recording',
    items: { participant: 'participants' },
    attributes: {
      session: { session_id: 'session_id' },
      nameID: { aor: 'aor' },
      stream: { stream_id: 'streams' },
    },
    texts: { sipSessionID: 'sip_session_id', datamode: 'content', label: 'labels' },
  },
  // TS 24.229 §7.6: why another service is to be used.
  'application/3gpp-ims+xml': {
    name: 'ims_service',
    attributes: { 'service-info': {} },
    texts: { type: 'type', action: 'action', reason: 'reason', 'transaction-id': 'transaction_id' },
  },
  // TS 24.390.
  'application/vnd.3gpp.ussd+xml': {
    name: 'ussd',
    flags: ['UnstructuredSS-Request', 'UnstructuredSS-Notify'],
    texts: {
      language: 'language',
      'ussd-string': 'text',
      'error-code': 'error_code',
      alertingPattern: 'alerting_pattern',
    },
  },
  // TS 24.379 Annex F.1; what is ciphered there stays so.
  'application/vnd.3gpp.mcptt-info+xml': {
    name: 'mcptt',
    texts: {
      'session-type': 'session_type',
      'mcptt-request-uri': 'request_uri',
      'mcptt-calling-user-id': 'calling_user',
      'mcptt-called-party-id': 'called_party',
      'mcptt-calling-group-id': 'calling_group',
      'mcptt-client-id': 'client',
      'mcptt-request-uri/mcpttURI': 'request_uri',
      'mcptt-calling-user-id/mcpttURI': 'calling_user',
      'mcptt-called-party-id/mcpttURI': 'called_party',
      'mcptt-calling-group-id/mcpttURI': 'calling_group',
      'mcptt-client-id/mcpttString': 'client',
      'emergency-ind/mcpttBoolean': 'emergency',
      'alert-ind/mcpttBoolean': 'alert',
      'imminentperil-ind/mcpttBoolean': 'imminent_peril',
      'broadcast-ind/mcpttBoolean': 'broadcast',
      'emergency-ind': 'emergency',
      'alert-ind': 'alert',
      'imminentperil-ind': 'imminent_peril',
      'broadcast-ind': 'broadcast',
      'floor-state': 'floor',
    },
  },
  // TS 24.615, TS 24.237, TS 24.604: what a service has to say of itself.
  'application/vnd.3gpp.cw+xml': { name: 'communication_waiting', flags: ['communication-waiting-indication'] },
  'application/vnd.3gpp.access-transfer-events+xml': {
    name: 'access_transfer',
    attributes: { event: { 'event-type': 'event_type' } },
  },
  'application/vnd.3gpp.comm-div-info+xml': { name: 'diversion', leaves: true },
  // TS 24.623 and what it lists: services and whether they are active.
  'application/simservs+xml': { name: 'services', ...services() },
  // TS 183 047 (TS 24.647): sums as the sender names them.
  'application/vnd.etsi.aoc+xml': { name: 'aoc', flags: ['aoc-s', 'aoc-d', 'aoc-e'], leaves: true },
  // TS 183 016 (TS 24.616), TS 183 054 (TS 24.654).
  'application/vnd.etsi.mcid+xml': { name: 'mcid', flags: ['request', 'response'], leaves: true },
  'application/vnd.etsi.cug+xml': { name: 'closed_user_group', leaves: true },
}

function services(): Pick<BodyForm, 'attributes'> {
  const names = ['originating-identity-presentation', 'originating-identity-presentation-restriction'].concat([
    'terminating-identity-presentation',
    'terminating-identity-presentation-restriction',
    'communication-diversion',
    'communication-waiting',
    'incoming-communication-barring',
    'outgoing-communication-barring',
  ])
  return { attributes: Object.fromEntries(names.map((name) => [name, { active: name.replaceAll('-', '_') }])) }
}
