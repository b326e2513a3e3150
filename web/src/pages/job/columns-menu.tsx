import { Popover } from '@mantine/core'
import { ChevronDown, Columns3, MoveDown, MoveUp } from 'lucide-react'
import { useState } from 'react'
import { useValue } from '../../client/listeners.ts'
import { useKeys } from '../../shell/keys.ts'
import { t } from '../../words.ts'
import { choice, choose, moved, ordered, turned, USUAL } from './columns-choice.ts'

/** Shows, hides and puts in order the columns of the table of sessions. */
export function ColumnsMenu() {
  const [opened, setOpened] = useState(false)
  const wanted = useValue(choice)
  const all = ordered(wanted)
  const seen = all.filter(({ name }) => !wanted.hidden.includes(name))
  useKeys({ t: () => setOpened(true) })
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" trapFocus withinPortal returnFocus>
      <Popover.Target>
        <button
          type="button"
          className="button query-button wide"
          aria-expanded={opened}
          onClick={() => setOpened(!opened)}
        >
          <Columns3 className="icon" aria-hidden="true" />
          {t('columns.title')}
          <ChevronDown className="icon" aria-hidden="true" />
        </button>
      </Popover.Target>
      <Popover.Dropdown className="saved" aria-label={t('columns.title')}>
        <ul className="columns-list">
          {all.map(({ name }) => {
            const isShown = !wanted.hidden.includes(name)
            const column = t(`column.${name}`)
            return (
              <li key={name}>
                <label className="filter">
                  <input
                    type="checkbox"
                    className="check"
                    checked={isShown}
                    disabled={isShown && seen.length === 1}
                    onChange={() => choose(turned(wanted, name))}
                  />
                  {column}
                </label>
                {[MoveUp, MoveDown].map((Icon, i) => (
                  <button
                    key={i}
                    type="button"
                    className="icon-button"
                    aria-label={t(i === 0 ? 'columns.before' : 'columns.after', { column })}
                    disabled={!isShown || name === seen.at(i === 0 ? 0 : -1)?.name}
                    onClick={() => choose(moved(wanted, name, i === 0 ? -1 : 1))}
                  >
                    <Icon className="icon" />
                  </button>
                ))}
              </li>
            )
          })}
        </ul>
        <button type="button" className="button quiet" disabled={wanted === USUAL} onClick={() => choose(USUAL)}>
          {t('columns.reset')}
        </button>
      </Popover.Dropdown>
    </Popover>
  )
}
