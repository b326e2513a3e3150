/** Every error the API gives: its status and its sentence. */
const ERRORS = {
  NO_FILE: [400, 'No file uploaded'],
  FILE_TOO_LARGE: [413, 'File too large'],
  INVALID_FILE_TYPE: [400, 'Invalid file type: neither PCAP nor PCAPNG'],
  INVALID_REQUEST: [400, 'Invalid request'],
  JOB_NOT_FOUND: [404, 'Job not found'],
  JOB_NOT_COMPLETED: [400, 'Job not completed yet'],
  SESSION_NOT_FOUND: [404, 'Session not found'],
  SUBSCRIBER_NOT_FOUND: [404, 'Subscriber not found'],
  PACKET_NOT_FOUND: [404, 'Packet not found'],
  STREAM_NOT_FOUND: [404, 'Media stream not found'],
  AUDIO_UNAVAILABLE: [422, 'This media cannot be heard: it is encrypted, or of a codec that is not decoded'],
  CANNOT_DELETE_JOB: [400, 'Job not found or still running'],
  CANNOT_CANCEL_JOB: [400, 'Job is not queued or running'],
  UNAUTHORIZED: [401, 'Authentication required'],
  TOKEN_INVALID: [401, 'Invalid token'],
  TOKEN_EXPIRED: [401, 'Token has expired'],
  NOT_KEPT: [410, 'The capture or its result is no longer kept, or of an older version: analyse it again'],
  INVALID_CREDENTIALS: [401, 'Invalid credentials'],
  USERNAME_EXISTS: [400, 'Username already exists'],
  EMAIL_EXISTS: [400, 'Email already registered'],
  WEAK_PASSWORD: [400, 'Password does not meet requirements'],
  USER_NOT_FOUND: [404, 'User not found'],
  API_KEY_NOT_FOUND: [404, 'API key not found'],
  QUERY_NOT_FOUND: [404, 'Saved query not found'],
  RATE_LIMIT_EXCEEDED: [429, 'Rate limit exceeded'],
  FORBIDDEN: [403, 'Insufficient permissions'],
  NOT_FOUND: [404, 'Not found'],
  METHOD_NOT_ALLOWED: [405, 'Method not allowed'],
  STORAGE_FULL: [507, 'No space left on the disk of the server'],
  SERVER_BUSY: [503, 'The server is busy'],
  INTERNAL_ERROR: [500, 'Internal server error'],
} as const satisfies Record<string, readonly [status: number, error: string]>

export type ErrorCode = keyof typeof ERRORS

export function statusOf(code: ErrorCode): number {
  return ERRORS[code][0]
}

/** An answer that is an error; `details` are further keys of its body. */
export class ApiError extends Error {
  readonly code: ErrorCode
  readonly status: number
  readonly details: Readonly<Record<string, unknown>>

  constructor(code: ErrorCode, details: Readonly<Record<string, unknown>> = {}, message?: string) {
    super(message ?? ERRORS[code][1])
    this.code = code
    this.status = ERRORS[code][0]
    this.details = details
  }

  body(): Record<string, unknown> {
    return { error: this.message, code: this.code, ...this.details }
  }
}
