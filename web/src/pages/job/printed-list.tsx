import { useEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import { useQueryClient } from '@tanstack/react-query'
import type { ListedSession, Sessions } from '../../client/records.ts'
import { sessionsQuery, type SessionsWanted } from '../../client/sessions.ts'
import { count } from '../../numbers.ts'
import { t } from '../../words.ts'
import type { Column } from './columns.tsx'

export interface PrintedListProps {
  readonly jobId: string
  readonly wanted: SessionsWanted
  readonly columns: readonly Column[]
  readonly total: number
}

/**
 * On paper: a table as wide as it, with the rows from the first on that were read, instead of those that the window
 * shows. Printing waits for nobody, so that it can ask for no more.
 */
export function PrintedList({ jobId, wanted, columns, total }: PrintedListProps) {
  const client = useQueryClient()
  const [rows, setRows] = useState<readonly ListedSession[]>([])
  useEffect(() => {
    const read = (): ListedSession[] => {
      const found: ListedSession[] = []
      for (let page = 1; ; page++) {
        const known = client.getQueryData<Sessions>(sessionsQuery(jobId, wanted, page).queryKey)
        if (!known || known.sessions.length === 0) return found
        found.push(...known.sessions)
      }
    }
    const before = (): void => flushSync(() => setRows(read()))
    const after = (): void => setRows([])
    addEventListener('beforeprint', before)
    addEventListener('afterprint', after)
    return () => {
      removeEventListener('beforeprint', before)
      removeEventListener('afterprint', after)
    }
  }, [client, jobId, wanted])
  if (rows.length === 0) return null
  return (
    <div className="printed">
      <table className="printed-list">
        <thead>
          <tr>
            {columns.map(({ name }) => (
              <th key={name} scope="col">
                {t(`column.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((session) => (
            <tr key={session.session_id}>
              {columns.map(({ name, isNumber, cell }) => (
                <td key={name} className={`c-${name}${isNumber ? ' num' : ''}`}>
                  {cell(session)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length < total && <p>{t('sessions.printed', { shown: count(rows.length), total: count(total) })}</p>}
    </div>
  )
}
