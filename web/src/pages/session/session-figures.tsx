import { Popover } from '@mantine/core'
import { useState } from 'react'
import type { Session } from '../../client/records.ts'
import { figuresOf } from '../../session-metrics.ts'
import { t } from '../../words.ts'

/** All that was measured of a session: opened where the few that stand in its bar are not enough. */
export function SessionFigures({ session }: { readonly session: Session }) {
  const [opened, setOpened] = useState(false)
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" trapFocus withinPortal returnFocus>
      <Popover.Target>
        <button type="button" className="link" aria-expanded={opened} onClick={() => setOpened(!opened)}>
          {t('fact.all')}
        </button>
      </Popover.Target>
      <Popover.Dropdown className="session-figures" aria-label={t('fact.allTitle')}>
        <table className="plain-table" tabIndex={0} aria-label={t('fact.allTitle')}>
          <tbody>
            {figuresOf(session.metrics).map(({ metric, name, says, value }) => (
              <tr key={metric} title={metric}>
                <th scope="row">{name}</th>
                <td className="num strong">{value}</td>
                <td className="mid small">{says}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Popover.Dropdown>
    </Popover>
  )
}
