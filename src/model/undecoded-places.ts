import type { UndecodedAt } from './summary.ts'

/** Where most of what nobody could read was, as `UDP 5060 ×21, TCP 27017 ×3, …`; empty where nothing was. */
export function undecodedPlaces(
  places: readonly UndecodedAt[] | undefined,
  most: number,
  count: (packets: number) => string,
): string {
  const told = (places ?? []).slice(0, most).map((place) => `${nameOf(place)} ×${count(place.packets)}`)
  return [...told, ...((places?.length ?? 0) > most ? ['…'] : [])].join(', ')
}

/** Link types that captures of these networks have most (https://www.tcpdump.org/linktypes.html); others by number. */
const LINKS: Readonly<Record<number, string>> = {
  1: 'Ethernet',
  101: 'raw IP',
  113: 'Linux cooked',
  276: 'Linux cooked',
}

function nameOf({ transport, port, link_type }: UndecodedAt): string {
  if (link_type === undefined) return [transport, port].filter((part) => part !== undefined).join(' ')
  const link = LINKS[link_type]
  return link === undefined ? `link type ${link_type}` : `${link} without IP`
}
