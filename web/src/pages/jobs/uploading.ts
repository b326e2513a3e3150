import demo from '../../../../test/captures/demo.pcap?url'
import { refreshJobs } from '../../client/jobs.ts'
import { Listeners } from '../../client/listeners.ts'
import { queryClient } from '../../client/query-client.ts'
import { type KeyField, type Keys, Uploads } from '../../client/uploads.ts'

/** The job that an upload made last. */
export const created = new Listeners<string | undefined>(undefined)

export const uploads = new Uploads((jobId) => {
  created.set(jobId)
  void refreshJobs(queryClient)
})

/** Keys that go with the captures that are uploaded next. They are held in this page alone. */
export const keys = new Listeners<Keys>({})

export function setKey(field: KeyField, file: File | undefined): void {
  const { [field]: _before, ...others } = keys.value
  keys.set(file ? { ...others, [field]: file } : others)
}

/** Uploads captures, with the keys that were chosen for them. */
export function upload(files: Iterable<File>): void {
  uploads.add(files, keys.value)
}

const DEMO_NAME = 'demo.pcap'

/** Sends the capture that comes with the program, as any other. */
export async function uploadDemo(): Promise<void> {
  const response = await fetch(demo)
  uploads.add([new File([await response.blob()], DEMO_NAME)])
}

/** Lets the user choose captures. */
export function chooseFiles(): void {
  choose(true, upload)
}

export function chooseKey(field: KeyField): void {
  choose(false, ([file]) => setKey(field, file))
}

function choose(multiple: boolean, take: (files: File[]) => void): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.multiple = multiple
  input.addEventListener('change', () => take([...(input.files ?? [])]))
  input.click()
}
