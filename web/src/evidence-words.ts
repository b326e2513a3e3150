import { visible } from './text.ts'
import { known, t } from './words.ts'

/** What a kind of evidence is called; a kind without a name is shown as it is. */
export function evidenceName(kind: string): string {
  return known(`evidence.${kind}`) ? t(`evidence.${kind}`) : visible(kind)
}
