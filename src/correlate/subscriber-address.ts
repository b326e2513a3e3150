import { addressBytes, formatIPv4, formatIPv6 } from '../bytes/address.ts'

const PREFIX_BYTES = 8

/**
 * The one spelling of a user's address: an IPv4 address, or the /64 that is the user's own in IPv6 (TS 23.401 §5.3.1.2.2),
 * given as a prefix, a prefix with its length, or any address within. Undefined where it is none.
 */
export function subscriberAddress(text: string): string | undefined {
  const bytes = addressBytes(text.includes('/') ? text.replace(/\/\d+$/, '') : text)
  if (!bytes) return undefined
  if (bytes.length === 4) return formatIPv4(bytes, 0)
  bytes.fill(0, PREFIX_BYTES)
  return `${formatIPv6(bytes, 0)}/64`
}
