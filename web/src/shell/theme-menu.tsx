import { Menu } from '@mantine/core'
import { Contrast, Moon, Sun } from 'lucide-react'
import { useValue } from '../client/listeners.ts'
import { t } from '../words.ts'
import { choice, type Choice, CHOICES, choose, theme } from './looks-chosen.ts'

/** How the page looks. */
export function ThemeMenu() {
  const look = useValue(theme)
  const chosen = useValue(choice)
  const Icon = look.startsWith('contrast') ? Contrast : look.startsWith('dark') ? Moon : Sun
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <button type="button" className="icon-button" aria-label={t('nav.theme')} title={t('nav.theme')}>
          <Icon className="icon" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup value={chosen} onChange={(value) => choose(value as Choice)}>
          {CHOICES.map((one) => (
            <Menu.RadioItem key={one} value={one} closeMenuOnClick>
              {t(`theme.${one}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  )
}
