/** How the data of an AVP is written: RFC 6733 §4.2–4.4, and the 3GPP specifications that define one of their own. */
export type AvpType =
  | 'octets'
  | 'int32'
  | 'int64'
  | 'u32'
  | 'u64'
  | 'f32'
  | 'f64'
  | 'grouped'
  | 'address'
  | 'time'
  | 'utf8'
  | 'identity'
  | 'uri'
  | 'enumerated'
  | 'filter'
  /** Four or sixteen bare bytes: RFC 7155 §4.4.10.5.1. */
  | 'ip'
  /** Reserved octet, prefix length, and as much of the prefix as there is: RFC 3162 §2.3. */
  | 'ipv6-prefix'
  /** Digits, two in an octet, the low half first: TS 29.002 §17.7.8. */
  | 'tbcd'
  /** MCC and MNC in three octets: TS 24.008 §10.5.1.13. */
  | 'plmn'
  /** Lines of SDP, whose keys are not told. */
  | 'sdp'
  /** Only what kind of message it is: RFC 4072 §4.1.1. */
  | 'eap'
  /** Never told. */
  | 'secret'

/** Names of an enumeration's values. */
export type Names = Readonly<Record<number, string>>

/** One AVP of a table: code, name, type, and for an enumeration its values. */
export type AvpRow = readonly [code: number, name: string, type: AvpType, names?: Names]

/** Values that count from 0. */
export function names(...list: readonly string[]): Names {
  return Object.fromEntries(list.map((name, value) => [value, name]))
}
