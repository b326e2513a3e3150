import { day, inBothZones } from '../numbers.ts'
import { t } from '../words.ts'

/** When something was done on this server: by the reader's clock, and in UTC, as captures are, where one points at it. */
export function OwnTime({ iso }: { readonly iso: string }) {
  const when = day(iso)
  return (
    <time dateTime={iso} title={inBothZones(iso)}>
      {t(`day.${when.day}`, { date: when.date, time: when.time })}
    </time>
  )
}
