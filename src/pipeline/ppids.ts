/** SCTP payload protocol identifiers of telecom signalling: IANA registry "SCTP Payload Protocol Identifiers". */
export const PPID_NAMES: Readonly<Record<number, string>> = {
  1: 'IUA',
  2: 'M2UA',
  3: 'M3UA',
  4: 'SUA',
  5: 'M2PA',
  6: 'V5UA',
  7: 'H.248',
  8: 'BICC',
  18: 'S1AP',
  19: 'RUA',
  20: 'HNBAP',
  24: 'SBc-AP',
  25: 'NBAP',
  27: 'X2AP',
  29: 'LCS-AP',
  31: 'SABP',
  42: 'RNA',
  43: 'M2AP',
  44: 'M3AP',
  46: 'DIAMETER',
  47: 'DIAMETER',
  50: 'WebRTC',
  51: 'WebRTC',
  53: 'WebRTC',
  55: 'PUA',
  58: 'XwAP',
  60: 'NGAP',
  61: 'XnAP',
  62: 'F1AP',
  64: 'E1AP',
  65: 'ELE2',
  66: 'NGAP',
  67: 'XnAP',
  68: 'F1AP',
  69: 'E1AP',
  70: 'E2AP',
  71: 'E2AP',
  72: 'E2AP',
  73: 'W1AP',
}

/** The identifier that was meant: some stacks write it in the wrong byte order. */
export function meantPpid(ppid: number): number {
  if (ppid in PPID_NAMES) return ppid
  const swapped = ((ppid << 24) | ((ppid & 0xff00) << 8) | ((ppid >>> 8) & 0xff00) | (ppid >>> 24)) >>> 0
  return swapped in PPID_NAMES ? swapped : ppid
}
