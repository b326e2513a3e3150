import demo from '../../../../test/captures/demo.pcap?url'
import { refreshJobs } from '../../client/jobs.ts'
import { Listeners } from '../../client/listeners.ts'
import { queryClient } from '../../client/query-client.ts'
import { Uploads } from '../../client/uploads.ts'

/** The job that an upload made last. */
export const created = new Listeners<string | undefined>(undefined)

export const uploads = new Uploads((jobId) => {
  created.set(jobId)
  void refreshJobs(queryClient)
})

const DEMO_NAME = 'demo.pcap'

/** Sends the capture that comes with the program, as any other. */
export async function uploadDemo(): Promise<void> {
  const response = await fetch(demo)
  uploads.add([new File([await response.blob()], DEMO_NAME)])
}

/** Lets the user choose captures. */
export function chooseFiles(): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.multiple = true
  input.addEventListener('change', () => uploads.add([...(input.files ?? [])]))
  input.click()
}
