import { expect, it } from 'vitest'
import { BAD_INPUT, BadInput, BROKEN, explain } from './failure.ts'

const cases: [string, unknown, ReturnType<typeof explain>][] = [
  ['what the user can mend', new BadInput('no such key'), { code: BAD_INPUT, line: 'no such key' }],
  [
    'a port that somebody else has',
    Object.assign(new Error('listen EADDRINUSE: address already in use 127.0.0.1:80'), {
      code: 'EADDRINUSE',
      port: 80,
    }),
    { code: BROKEN, line: 'port 80 is in use: is the server running already?' },
  ],
  [
    'a file where a folder is wanted',
    Object.assign(new Error("EEXIST: file already exists, mkdir 'kept'"), { code: 'EEXIST', path: 'kept' }),
    { code: BAD_INPUT, line: 'kept: is a file, not a folder' },
  ],
  ['lines as one', new Error('one\n  two'), { code: BROKEN, line: 'one two' }],
]
it.each(cases)('explains %s', (_, error, told) => {
  expect(explain(error)).toEqual(told)
})
