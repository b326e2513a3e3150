import type { UndecodedAt } from './summary.ts'

/** Where most of what nobody could read was, as `UDP 5060 ×21, TCP 27017 ×3, …`; empty where nothing was. */
export function undecodedPlaces(
  places: readonly UndecodedAt[] | undefined,
  most: number,
  count: (packets: number) => string,
): string {
  const told = (places ?? []).slice(0, most).map(({ transport, port, link_type, packets }) => {
    const name = [transport, port ?? link_type].filter((part) => part !== undefined).join(' ')
    return `${name} ×${count(packets)}`
  })
  return [...told, ...((places?.length ?? 0) > most ? ['…'] : [])].join(', ')
}
