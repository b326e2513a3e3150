import { Menu } from '@mantine/core'
import { Check, Contrast, Moon, Sun } from 'lucide-react'
import { useValue } from '../client/listeners.ts'
import { t } from '../words.ts'
import { choice, CHOICES, choose, theme } from './looks-chosen.ts'

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
        {CHOICES.map((one) => (
          <Menu.Item
            key={one}
            role="menuitemradio"
            aria-checked={one === chosen}
            rightSection={one === chosen && <Check className="icon" aria-hidden="true" />}
            onClick={() => choose(one)}
          >
            {t(`theme.${one}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
