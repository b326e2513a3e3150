import { useMay } from '../../client/account.ts'
import { useProtocols } from '../../client/analytics.ts'
import { visible } from '../../text.ts'
import { t } from '../../words.ts'
import { protocolName } from './shares.tsx'

export interface ProtocolSelectProps {
  /** Empty for any. */
  readonly value: string
  readonly onChange: (protocol: string) => void
}

/** One of the protocols that were seen in any job, by name. */
export function ProtocolSelect({ value, onChange }: ProtocolSelectProps) {
  const may = useMay('analytics:read')
  return may || value !== '' ? <Choice value={value} onChange={onChange} /> : null
}

function Choice({ value, onChange }: ProtocolSelectProps) {
  const { data } = useProtocols({})
  const seen = (data?.protocols ?? []).map(({ protocol }) => protocol)
  const names = [...new Set([...seen, ...(value === '' ? [] : [value])])].toSorted()
  return (
    <label className="jobs-protocol">
      <span className="hidden">{t('jobs.protocol')}</span>
      <select value={value} onChange={({ target }) => onChange(target.value)}>
        <option value="">{t('jobs.anyProtocol')}</option>
        {names.map((name) => (
          <option key={name} value={name}>
            {visible(protocolName(name), 32)}
          </option>
        ))}
      </select>
    </label>
  )
}
