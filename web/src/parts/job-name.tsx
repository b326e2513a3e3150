import { nameOf, useJobOf } from '../client/jobs.ts'
import { visible } from '../text.ts'
import { Unknown } from './measures.tsx'

/** What the capture is called that a session or a subscriber was found in. */
export function JobName({ of }: { readonly of: string }) {
  const job = useJobOf(of)
  return job ? <bdi>{visible(nameOf(job), 48)}</bdi> : <Unknown />
}
