import type { Principal } from '../auth/principal.ts'

/** How long a WebSocket may outlive the login or key that opened it. */
const CHECK_MS = 2000
const UNAUTHENTICATED = 4401

interface Socket {
  close(code?: number, reason?: string): void
  on(event: 'close', listener: () => void): unknown
}

/** Open WebSockets; each is closed when what opened it is ended: by a logout, an admin, or the command line. */
export class OpenSockets {
  readonly #open = new Map<Socket, Principal>()
  readonly #isAlive: (principal: Principal) => Promise<boolean>
  #timer: NodeJS.Timeout | undefined

  constructor(isAlive: (principal: Principal) => Promise<boolean>) {
    this.#isAlive = isAlive
  }

  add(socket: Socket, principal: Principal): void {
    this.#open.set(socket, principal)
    this.#timer ??= setInterval(() => void this.#check(), CHECK_MS).unref()
    socket.on('close', () => {
      this.#open.delete(socket)
      if (this.#open.size > 0) return
      clearInterval(this.#timer)
      this.#timer = undefined
    })
  }

  async #check(): Promise<void> {
    for (const [socket, principal] of this.#open) {
      // A store that is busy is asked again at the next check.
      if (!(await this.#isAlive(principal).catch(() => true))) socket.close(UNAUTHENTICATED, 'Logged out')
    }
  }
}
