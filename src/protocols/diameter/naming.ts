/** What messages are called: DOMAIN 3.19. */
import { APPLICATIONS, COMMANDS } from './tables-commands.ts'

const LONGEST_SHORT = 80
const CREDIT_CONTROL = 272
/** CC-Request-Type: INITIAL, UPDATE, TERMINATION, EVENT. */
const REQUEST_TYPES = ['', '-I', '-U', '-T', '-E']

export interface Named {
  readonly command: number
  readonly application: number
  readonly request: boolean
  /** CC-Request-Type, 0 where there is none. */
  readonly requestType: number
  readonly result: number
  readonly resultName: string | undefined
  readonly failed: boolean
}

/** `CCR`, `CCA`; the number of an unknown command. */
export function abbreviationOf(command: number, request: boolean): string {
  const abbreviation = COMMANDS[command]?.[1]
  if (abbreviation === undefined) return `Unknown(${command})`
  return request ? abbreviation : `${abbreviation.slice(0, -1)}A`
}

export function commandName(command: number): string {
  return COMMANDS[command]?.[0] ?? `Unknown(${command})`
}

export function applicationName(application: number): string {
  return APPLICATIONS[application] ?? `Unknown(${application})`
}

/** `Credit-Control-Request`. */
export function messageName(command: number, request: boolean): string {
  return `${commandName(command)}-${request ? 'Request' : 'Answer'}`
}

/** `DIAMETER CCR-I (Gx)`: the same command means another thing in another application. */
export function procedureName(
  command: number,
  { application, request, requestType }: Pick<Named, 'application' | 'request' | 'requestType'>,
): string {
  const type = command === CREDIT_CONTROL ? (REQUEST_TYPES[requestType] ?? '') : ''
  return `DIAMETER ${abbreviationOf(command, request)}${type} (${applicationName(application)})`
}

/** `DIAMETER CCR-I (Gx)`, `DIAMETER AAA (Rx) 5065 IP-CAN_SESSION_NOT_AVAILABLE`. */
export function shortName(named: Named): string {
  const { command, application, request, requestType, result, failed } = named
  const type = command === CREDIT_CONTROL ? (REQUEST_TYPES[requestType] ?? '') : ''
  const where = application === 0 ? '' : ` (${applicationName(application)})`
  const code = result === 0 ? '' : ` ${result}`
  const name = failed && named.resultName !== undefined ? ` ${named.resultName}` : ''
  return `DIAMETER ${abbreviationOf(command, request)}${type}${where}${code}${name}`.slice(0, LONGEST_SHORT)
}
