import { CircleHelp } from 'lucide-react'
import { Link, useLocation } from 'wouter'
import { useValue } from '../client/listeners.ts'
import { connection } from '../client/live.ts'
import { t } from '../words.ts'
import { ThemeMenu } from './theme-menu.tsx'
import { UserMenu } from './user-menu.tsx'

function Logo() {
  return (
    <svg viewBox="0 0 20 20" aria-hidden="true">
      <rect width="20" height="20" rx="5" fill="var(--accent)" />
      <path d="M5 4v12M15 4v12" stroke="var(--on-accent)" strokeWidth="1.4" opacity=".55" />
      <path
        d="M5 7h8.5M11.5 5l2.3 2-2.3 2M15 13H6.5M8.5 11l-2.3 2 2.3 2"
        stroke="var(--on-accent)"
        strokeWidth="1.5"
        fill="none"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}

/** Where one can go, and the first parts of addresses that belong there. */
const SECTIONS = [
  { name: 'jobs', href: '/', of: ['', 'jobs', 'sessions', 'compare'] },
  { name: 'subscribers', href: '/subscribers', of: ['subscribers'] },
  { name: 'analytics', href: '/analytics', of: ['analytics'] },
]

/** The bar above every page. */
export function Top({ onHelp }: { readonly onHelp: () => void }) {
  const [location] = useLocation()
  const section = location.split('/')[1] ?? ''
  return (
    <header className="top">
      <Link className="brand" href="/" aria-label="callflowd">
        <Logo />
        <span>callflowd</span>
      </Link>
      <nav aria-label={t('nav.main')}>
        {SECTIONS.map(({ name, href, of }) => (
          <Link key={name} href={href} aria-current={of.includes(section) ? 'page' : undefined}>
            {t(`nav.${name}`)}
          </Link>
        ))}
      </nav>
      <span className="grow" />
      <Live />
      <ThemeMenu />
      <button type="button" className="icon-button" aria-label={t('nav.help')} title={t('nav.help')} onClick={onHelp}>
        <CircleHelp className="icon" />
      </button>
      <UserMenu />
    </header>
  )
}

function Live() {
  const state = useValue(connection)
  if (state === 'idle') return null
  return (
    <span className="live">
      <i className={state === 'live' ? 'dot ok' : 'dot warn'} />
      <span className={state === 'lost' ? 'warn' : ''}>{t(`live.${state}`)}</span>
    </span>
  )
}
