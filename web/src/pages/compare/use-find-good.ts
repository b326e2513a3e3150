import { useMutation } from '@tanstack/react-query'
import { useLocation } from 'wouter'
import { useJobOf } from '../../client/jobs.ts'
import type { Session } from '../../client/records.ts'
import { ALL_JOBS, firstSession } from '../../client/sessions.ts'
import { findGood } from '../../compare/find-good.ts'
import { t } from '../../words.ts'
import { comparePath } from './state.ts'

/** Finds the nearest session that went well, and puts it beside this one. */
export function useFindGood(session: Session) {
  const jobId = useJobOf(session.session_id)?.job_id ?? ALL_JOBS
  const [, go] = useLocation()
  const { mutate, isPending, isSuccess, data, error } = useMutation({
    mutationFn: () => findGood(session, jobId, ({ jobId: id, ...wanted }) => firstSession(id, wanted)),
    onSuccess: (good) => {
      if (good) go(comparePath(session.session_id, good.session.session_id))
    },
  })
  const isNone = isSuccess && data === undefined
  const words = error ? error.message : t(isNone ? 'compare.noGood' : 'compare.good')
  return { find: () => mutate(), isIdle: !isPending && !isNone, words }
}
