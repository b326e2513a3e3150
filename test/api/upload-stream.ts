import { request } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

const BOUNDARY = 'a-capture-that-is-not-held'
const HEAD = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="large.pcap"\r\n\r\n`
const TAIL = `\r\n--${BOUNDARY}--\r\n`

/** Uploads a capture as it is made, chunk by chunk; gives the job's id. */
export async function uploadStream(url: string, chunks: Iterable<Uint8Array>): Promise<string> {
  const headers = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` }
  const sent = request(`${url}/api/v1/upload`, { method: 'POST', headers })
  const answered = new Promise<string>((resolve, reject) => {
    sent.once('error', reject)
    sent.once('response', (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => (text += part))
      response.on('end', () => {
        if (response.statusCode === 201) resolve((JSON.parse(text) as { job_id: string }).job_id)
        else reject(new Error(`${response.statusCode} ${text}`))
      })
    })
  })
  await Promise.all([pipeline(Readable.from(form(chunks)), sent), answered])
  return answered
}

function* form(chunks: Iterable<Uint8Array>): Generator<Uint8Array> {
  yield Buffer.from(HEAD)
  yield* chunks
  yield Buffer.from(TAIL)
}

/** Asks for a job's status until it has ended. */
export async function ended(url: string, jobId: string): Promise<Readonly<Record<string, unknown>>> {
  for (;;) {
    const response = await fetch(`${url}/api/v1/jobs/${jobId}/status`)
    const job = (await response.json()) as Record<string, unknown>
    if (job['status'] === 'completed' || job['status'] === 'failed') return job
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
