import ipaddr from 'ipaddr.js'
import { ROLES, type Role } from '../model/nodes.ts'

/** What people call an address, or all of a subnet. */
export interface Alias {
  /** An address, or a subnet as `10.0.0.0/24`. */
  readonly address: string
  readonly name?: string
  /** Addresses of one group are one node. */
  readonly group?: string
  /** In place of what was inferred. */
  readonly role?: Role
}

export const MOST_ALIASES = 10_000
export const LONGEST_ALIAS = 80

/** Aliases that cannot be used; the message is a sentence for people. */
export class BadAliases extends Error {}

/** Checks aliases of a file or a request: a list, or an object with the list as `aliases`. */
export function checkAliases(given: unknown): Alias[] {
  const list = Array.isArray(given) ? given : (given as { aliases?: unknown } | null)?.aliases
  if (!Array.isArray(list)) throw new BadAliases('aliases are a list of address, name, group and role')
  if (list.length > MOST_ALIASES) throw new BadAliases(`there are more than ${MOST_ALIASES} aliases`)
  const aliases = list.map(checked)
  const seen = new Set<string>()
  for (const { address } of aliases) {
    if (seen.has(address)) throw new BadAliases(`'${address}' is there twice`)
    seen.add(address)
  }
  return aliases
}

function checked(given: unknown, place: number): Alias {
  const where = `alias ${place + 1}`
  if (typeof given !== 'object' || given === null) throw new BadAliases(`${where} is no object`)
  const { address, role, ...rest } = given as Record<string, unknown>
  const unknown = Object.keys(rest).find((key) => key !== 'name' && key !== 'group')
  if (unknown !== undefined) throw new BadAliases(`${where} has an unknown key '${unknown.slice(0, LONGEST_ALIAS)}'`)
  const spelled = typeof address === 'string' ? spelling(address) : undefined
  if (spelled === undefined)
    throw new BadAliases(`${where}: 'address' is an IP address or a subnet such as 10.0.0.0/24`)
  if (role !== undefined && !ROLES.includes(role as Role))
    throw new BadAliases(`${where}: 'role' is none of ${ROLES.join(', ')}`)
  const name = textOf(rest['name'], `${where}: 'name'`)
  const group = textOf(rest['group'], `${where}: 'group'`)
  if (name === undefined && group === undefined && role === undefined) {
    throw new BadAliases(`${where} has neither a name nor a group nor a role`)
  }
  return {
    address: spelled,
    ...(name !== undefined && { name }),
    ...(group !== undefined && { group }),
    ...(role !== undefined && { role: role as Role }),
  }
}

function textOf(value: unknown, what: string): string | undefined {
  if (value === undefined) return undefined
  const isText = typeof value === 'string' && value.trim() !== '' && value.length <= LONGEST_ALIAS
  if (!isText || /[\p{Cc}\p{Cf}]/u.test(value)) {
    throw new BadAliases(`${what} is text of 1 to ${LONGEST_ALIAS} printable characters`)
  }
  return value.trim()
}

/** One spelling of an address or subnet: RFC 5952, the bits of the host cleared. */
function spelling(text: string): string | undefined {
  if (ipaddr.isValidCIDR(text)) {
    const [address, bits] = ipaddr.parseCIDR(text)
    const kind = address.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6
    const network = kind.networkAddressFromCIDR(text)
    return bits === address.toByteArray().length * 8 ? network.toString() : `${network.toString()}/${bits}`
  }
  const isPlain = text.includes(':') ? ipaddr.IPv6.isValid(text) : ipaddr.IPv4.isValidFourPartDecimal(text)
  return isPlain ? ipaddr.parse(text).toString() : undefined
}

/** Aliases by address: the address itself first, then the narrowest subnet. */
export class AliasBook {
  readonly all: readonly Alias[]
  readonly #exact = new Map<string, Alias>()
  readonly #subnets: { readonly alias: Alias; readonly network: [ipaddr.IPv4 | ipaddr.IPv6, number] }[] = []
  readonly #found = new Map<string, Alias | undefined>()

  /** Later ones hold over earlier ones of the same address. */
  constructor(aliases: readonly Alias[] = []) {
    for (const alias of aliases) this.#exact.set(alias.address, alias)
    this.all = [...this.#exact.values()]
    for (const alias of this.all) {
      if (alias.address.includes('/')) this.#subnets.push({ alias, network: ipaddr.parseCIDR(alias.address) })
    }
    this.#subnets.sort((a, b) => b.network[1] - a.network[1])
  }

  of(address: string): Alias | undefined {
    if (this.all.length === 0) return undefined
    if (!this.#found.has(address)) {
      if (this.#found.size === MOST_ALIASES) this.#found.clear()
      this.#found.set(address, this.#exact.get(address) ?? this.#within(address))
    }
    return this.#found.get(address)
  }

  #within(text: string): Alias | undefined {
    if (this.#subnets.length === 0 || !ipaddr.isValid(text)) return undefined
    const address = ipaddr.parse(text)
    return this.#subnets.find(({ network }) => network[0].kind() === address.kind() && address.match(network))?.alias
  }
}
