import { Listeners } from '../client/listeners.ts'

/** What one can choose: as the system does, or one of four. */
export const CHOICES = ['system', 'light', 'dark', 'contrast-light', 'contrast-dark'] as const
export type Choice = (typeof CHOICES)[number]

const KEY = 'theme'
const dark = matchMedia('(prefers-color-scheme: dark)')
const contrast = matchMedia('(prefers-contrast: more)')
/** The system paints in a few colours of its own. */
const forced = matchMedia('(forced-colors: active)')

function stored(): Choice {
  const value = localStorage.getItem(KEY)
  return CHOICES.find((one) => one === value) ?? 'system'
}

export const choice = new Listeners<Choice>(stored())

/** How the page looks now: whoever draws by itself draws again when it changes. */
export const theme = new Listeners<string>('')

export function schemeOf(look: string): 'light' | 'dark' {
  return look.includes('dark') ? 'dark' : 'light'
}

function apply(): void {
  const system = `${contrast.matches ? 'contrast-' : ''}${dark.matches ? 'dark' : 'light'}`
  const look = choice.value === 'system' ? system : choice.value
  const { dataset } = document.documentElement
  dataset['theme'] = schemeOf(look)
  if (look.startsWith('contrast')) dataset['contrast'] = 'more'
  else delete dataset['contrast']
  theme.set(forced.matches ? `${look} forced` : look)
}

apply()
choice.listen(apply)
for (const query of [dark, contrast, forced]) query.addEventListener('change', apply)

// Paper is white.
addEventListener('beforeprint', () => {
  document.documentElement.dataset['theme'] = 'light'
})
addEventListener('afterprint', apply)

export function choose(next: Choice): void {
  localStorage.setItem(KEY, next)
  choice.set(next)
}

/** The next of the four, from the one that is seen. */
export function switchTheme(): void {
  const [, ...looks] = CHOICES
  const now = looks.findIndex((look) => look === theme.value.split(' ')[0])
  choose(looks[(now + 1) % looks.length]!)
}
