import { BadHint, checkHints } from '../jobs/hints.ts'
import type { Hints, LinkRule, PortHint } from '../model/hints.ts'
import { BadInput } from './failure.ts'

export interface HintOptions {
  readonly decodeAs?: readonly string[]
  readonly linkType?: readonly string[]
  readonly from?: string
  readonly to?: string
  readonly linkBy?: readonly string[]
  readonly relateBy?: readonly string[]
}

const DECODE_AS = /^(?:(udp|tcp)\/)?(\d{1,5})=(.+)$/i
const LINK_TYPE = /^(\d{1,5})=(\d{1,5})$/
const HIGHEST = 65_535

/** Hints as the command line tells them. Throws BadInput. */
export function hintsOf({ decodeAs = [], linkType = [], linkBy = [], relateBy = [], from, to }: HintOptions): Hints {
  const links = [
    ...linkBy.map((text) => linkRule(text, '--link-by', 'leg')),
    ...relateBy.map((text) => linkRule(text, '--relate-by', 'related')),
  ]
  try {
    return checkHints({
      ports: decodeAs.map(portHint),
      link_types: linkType.map(linkTypeHint),
      ...(links.length > 0 && { links }),
      ...(from !== undefined && { start_time: from }),
      ...(to !== undefined && { end_time: to }),
    })
  } catch (error) {
    throw error instanceof BadHint ? new BadInput(error.message) : error
  }
}

function portHint(text: string): PortHint {
  const [, transport, port = '', protocol = ''] = DECODE_AS.exec(text) ?? []
  if (port === '' || Number(port) > HIGHEST) {
    throw new BadInput(`--decode-as is a port and a protocol, such as 5070=SIP or udp/5070=SIP, not '${text}'`)
  }
  const told = { port: Number(port), protocol }
  return transport === undefined ? told : { ...told, transport: transport.toLowerCase() === 'tcp' ? 'tcp' : 'udp' }
}

function linkRule(text: string, option: string, as: LinkRule['as']): LinkRule {
  const [, header, expression = '.+'] = /^([^=]+)(?:=(.+))?$/.exec(text) ?? []
  if (header === undefined) throw new BadInput(`${option} is a header, or a header=expression, not '${text}'`)
  return { header, expression, as }
}

function linkTypeHint(text: string): { from: number; to: number } {
  const [, from = '', to = ''] = LINK_TYPE.exec(text) ?? []
  if (from === '' || Number(from) > HIGHEST || Number(to) > HIGHEST) {
    throw new BadInput(`--link-type is two numbers of link types, such as 147=1, not '${text}'`)
  }
  return { from: Number(from), to: Number(to) }
}
