import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A server in a process of its own, so that its memory can be told from whoever asks. Without users and limits. */
export class ServerProcess {
  readonly url: string
  readonly #child: ChildProcess

  private constructor(url: string, child: ChildProcess) {
    this.url = url
    this.#child = child
  }

  /**
   * @param command the program and what comes before its arguments
   * @param folder where its captures and results go
   */
  static async start([program = '', ...before]: readonly string[], folder: string): Promise<ServerProcess> {
    mkdirSync(folder, { recursive: true })
    const config = join(folder, 'config.json')
    const storage = { upload_dir: join(folder, 'uploads'), output_dir: join(folder, 'results') }
    writeFileSync(config, JSON.stringify({ server: { port: 0, workers: 1, max_upload_size_mb: 20_480 }, storage }))
    const args = [...before, 'serve', '--no-auth', '--config', config]
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] })
    let said = ''
    const url = await new Promise<string>((resolve, reject) => {
      child.once('error', reject)
      child.once('exit', () => reject(new Error(`the server did not start: ${said}`)))
      child.stderr.on('data', (text: Buffer) => {
        said += text.toString()
        const [, found] = /listens on (\S+)/.exec(said) ?? []
        if (found !== undefined) resolve(found)
      })
    })
    return new ServerProcess(url, child)
  }

  /** Resident memory in bytes, now; undefined where the system does not tell. */
  resident(): number | undefined {
    return this.#status('VmRSS')
  }

  /** The most resident memory so far, in bytes. */
  mostResident(): number | undefined {
    return this.#status('VmHWM')
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve))
    this.#child.kill('SIGTERM')
    await ended
  }

  #status(name: string): number | undefined {
    try {
      const status = readFileSync(`/proc/${this.#child.pid}/status`, 'utf8')
      const [, kibibytes] = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status) ?? []
      return kibibytes === undefined ? undefined : Number(kibibytes) * 1024
    } catch {
      return undefined
    }
  }
}
