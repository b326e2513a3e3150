import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { BadInput } from './failure.ts'

/** A password: asked for twice and not shown on a terminal, else the first line of standard input. */
export async function readPassword(): Promise<string> {
  const { stdin } = process
  if (!stdin.isTTY) return firstLine()
  const password = await ask('Password: ')
  if ((await ask('Again: ')) !== password) throw new BadInput('the two passwords differ')
  return password
}

async function firstLine(): Promise<string> {
  const lines = createInterface({ input: process.stdin })
  for await (const line of lines) {
    lines.close()
    return line
  }
  throw new BadInput('no password on standard input')
}

async function ask(question: string): Promise<string> {
  process.stderr.write(question)
  const unseen = new Writable({ write: (_piece, _encoding, done) => done() })
  const terminal = createInterface({ input: process.stdin, output: unseen, terminal: true })
  try {
    return await terminal.question('')
  } finally {
    terminal.close()
    process.stderr.write('\n')
  }
}
