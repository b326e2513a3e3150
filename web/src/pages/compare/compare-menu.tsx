import { Menu } from '@mantine/core'
import { ChevronDown, Columns2 } from 'lucide-react'
import { useValue } from '../../client/listeners.ts'
import type { Session } from '../../client/records.ts'
import { marked } from '../../compare/marked.ts'
import { useKeys } from '../../shell/keys.ts'
import { t } from '../../words.ts'
import { useFindGood } from './use-find-good.ts'
import { useMark } from './use-mark.ts'

export interface CompareMenuProps {
  readonly session: Session
  /** Space marks, where it does nothing else. */
  readonly hasKey: boolean
}

/** Puts a session beside another one: a good one like it, or one that is marked. */
export function CompareMenu({ session, hasKey }: CompareMenuProps) {
  const { session_id: id, outcome } = session
  const before = useValue(marked)
  const { find, isIdle, words } = useFindGood(session)
  const mark = useMark()
  useKeys(hasKey ? { ' ': () => mark(id) } : {})
  const key = before === '' ? 'mark' : before === id ? 'unmark' : 'withMarked'
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <button type="button" className="button" aria-label={t('compare.button')}>
          <Columns2 className="icon" aria-hidden="true" />
          <span className="wide">{t('compare.button')}</span>
          {before === id && <i className="dot run" />}
          <ChevronDown className="icon wide" aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {outcome !== 'success' && (
          <Menu.Item closeMenuOnClick={false} disabled={!isIdle} onClick={find}>
            <span aria-live="polite">{words}</span>
          </Menu.Item>
        )}
        <Menu.Item rightSection={hasKey && <kbd>Space</kbd>} onClick={() => mark(id)}>
          {t(`compare.${key}`)}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
