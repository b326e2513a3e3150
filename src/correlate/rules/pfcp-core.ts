// Whose user plane a PFCP session is: what only the 5G core or only an EPC has, TS 29.244 §5.4.4, §8.2.118; TS 23.501 §5.7.1.

type Fields = Readonly<Record<string, unknown>>

/** Kinds of interfaces that only one of both cores has; the others, such as those for forwarding, may be of either. */
const FIVE_G = /^N\d/
const EPC = /^(?:S\d|SGi|Sx[abc]|G[np]|Iu)/

/** Which core the rules of a message are of; undefined where they do not tell, or tell both. */
export function coreOf(details: Fields): '5GC' | 'EPC' | undefined {
  const kinds = interfacesOf(details)
  const rules = [...listOf(details['pdrs']), ...listOf(details['qers'])]
  const is5g = details['snssai'] !== undefined || rules.some(({ qfi }) => qfi !== undefined)
  if (is5g || kinds.some((kind) => FIVE_G.test(kind))) return '5GC'
  return kinds.some((kind) => EPC.test(kind)) ? 'EPC' : undefined
}

/** The kinds of the interfaces that rules of packets receive from and forward to, as far as they are named. */
export function interfacesOf(details: Fields): string[] {
  const rules = ['pdrs', 'fars', 'traffic_endpoints'].flatMap((list) => listOf(details[list]))
  return rules.flatMap(({ interface_type }) => (typeof interface_type === 'string' ? [interface_type] : []))
}

function listOf(value: unknown): readonly Fields[] {
  return (value as readonly Fields[] | undefined) ?? []
}
