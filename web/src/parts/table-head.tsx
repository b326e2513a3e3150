import { t } from '../words.ts'

/** Heads of a table's columns by the names of their texts, and one unseen for what can be done with a row. */
export function TableHead({ of, names }: { readonly of: string; readonly names: readonly string[] }) {
  return (
    <thead>
      <tr>
        {names.map((name) => (
          <th key={name} scope="col">
            {t(`${of}.${name}`)}
          </th>
        ))}
        <th scope="col">
          <span className="hidden">{t('table.actions')}</span>
        </th>
      </tr>
    </thead>
  )
}
