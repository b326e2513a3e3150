import { ChevronRight } from 'lucide-react'
import { Link } from 'wouter'
import { nameOf, useJobOf } from '../client/jobs.ts'
import { visible } from '../text.ts'
import { t } from '../words.ts'

/** The way back from a session: to all jobs, and to its own. */
export function JobCrumb({ sessionId }: { readonly sessionId: string }) {
  const job = useJobOf(sessionId)
  return (
    <nav className="crumb wide" aria-label={t('nav.where')}>
      <Link href="/">{t('nav.jobs')}</Link>
      <ChevronRight className="icon" aria-hidden="true" />
      {job && (
        <>
          <Link className="cut" href={`/jobs/${job.job_id}`}>
            <bdi>{visible(nameOf(job), 40)}</bdi>
          </Link>
          <ChevronRight className="icon" aria-hidden="true" />
        </>
      )}
    </nav>
  )
}
