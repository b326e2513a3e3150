import { RESULTS, RESULTS_3GPP } from './tables-results.ts'

const TGPP = 10415

/** Name of a Result-Code (vendor 0) or of a vendor's Experimental-Result-Code; undefined where nobody defines it. */
export function resultName(vendor: number, code: number): string | undefined {
  if (vendor === 0) return RESULTS[code]
  return vendor === TGPP ? RESULTS_3GPP[code] : undefined
}

/** Success and "go on": RFC 6733 §7.1.1, §7.1.2; the same classes hold for vendors' codes. */
export function isSuccess(code: number): boolean {
  return code >= 1000 && code < 3000
}
