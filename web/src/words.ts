import { createInstance } from 'i18next'
import en from './i18n/en.json'

/** Another language is another file, and a line here. */
const words = createInstance({
  lng: 'en',
  fallbackLng: 'en',
  resources: { en: { translation: en } },
  interpolation: { escapeValue: false },
  initAsync: false,
})
void words.init()

/** A text of the interface. What it holds of others is put in as text, and shown as text. */
export function t(key: string, values: Readonly<Record<string, string | number>> = {}): string {
  return words.t(key, values)
}

/** Whether there is such a text. */
export function known(key: string): boolean {
  return words.exists(key)
}
