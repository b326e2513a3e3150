/** What is used of autocannon, which has no types of its own. */
declare module 'autocannon' {
  interface Options {
    readonly url: string
    readonly connections: number
    /** Seconds. */
    readonly duration: number
    /** Requests a second, all connections together. */
    readonly overallRate: number
    readonly requests: readonly { readonly path: string }[]
  }

  interface Result {
    readonly non2xx: number
    readonly errors: number
    readonly timeouts: number
  }

  interface Run extends PromiseLike<Result> {
    on(
      event: 'response',
      listener: (client: unknown, status: number, bytes: number, milliseconds: number) => void,
    ): this
  }

  export default function autocannon(options: Options): Run
}
