import { RotateCw } from 'lucide-react'
import { useLocation } from 'wouter'
import { useMay } from '../../client/account.ts'
import { useJobAction } from '../../client/jobs.ts'
import type { Job } from '../../client/records.ts'
import { Refused } from '../../client/request.ts'
import { Failure } from '../../parts/failure.tsx'
import { t } from '../../words.ts'

/** Whether a result is gone, or of another version: asking again is of no use, analysing again is. */
export function isNotKept(error: unknown): boolean {
  return error instanceof Refused && error.code === 'NOT_KEPT'
}

/** The capture may still be there: the way to a new result of it. */
export function NotKept({ job, error }: { readonly job: Job; readonly error: unknown }) {
  const may = useMay('jobs:write')
  const [, go] = useLocation()
  const { mutateAsync, isPending, error: refused } = useJobAction()
  const again = async (): Promise<void> => {
    const made = await mutateAsync({ job, action: 'retry' }).catch(() => undefined)
    const id = (made as { job_id?: string } | undefined)?.job_id
    if (id !== undefined) go(`/jobs/${id}`)
  }
  return (
    <>
      <Failure error={refused ?? error} />
      {may && (
        <div>
          <button type="button" className="button primary" disabled={isPending} onClick={() => void again()}>
            <RotateCw className="icon" aria-hidden="true" />
            {t('job.again')}
          </button>
        </div>
      )}
    </>
  )
}
