import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { imports, sources, violations } from './layers.ts'

const files = sources(join(import.meta.dirname, '../src'))

describe('every file keeps to its layer', () => {
  it('there are files to look at', () => {
    expect(files.length).toBeGreaterThan(50)
  })

  it('imports go downwards only, the engine knows neither Node nor the DOM, no file is over 500 lines', () => {
    expect(files.flatMap(violations)).toEqual([])
  })
})

describe('a violation is found', () => {
  const cases: { it: string; path: string; text: string; want: string[] }[] = [
    {
      it: 'an import of a higher layer',
      path: 'net/ip.ts',
      text: "import { Join } from '../correlate/join.ts'\n",
      want: ['net/ip.ts: net imports correlate'],
    },
    {
      it: 'a neighbour of the same height',
      path: 'protocols/sip/sip.ts',
      text: "import { Ip } from '../../net/ip.ts'\n",
      want: ['protocols/sip/sip.ts: protocols imports net'],
    },
    {
      it: 'an import over several lines, of types only',
      path: 'store/results/reader.ts',
      text: "import type {\n  Job,\n  Queue,\n} from '../../jobs/jobs.ts'\n",
      want: ['store/results/reader.ts: store imports jobs'],
    },
    {
      it: 'a re-export',
      path: 'model/session.ts',
      text: "export { text } from '../bytes/text.ts'\n",
      want: ['model/session.ts: model imports bytes'],
    },
    {
      it: 'an import by call',
      path: 'jobs/runner.ts',
      text: "const { x } = await import('../api/server.ts')\n",
      want: ['jobs/runner.ts: jobs imports api'],
    },
    {
      it: 'Node in the engine',
      path: 'capture/open.ts',
      text: "import { readSync } from 'node:fs'\n",
      want: ['capture/open.ts: the engine imports node:fs'],
    },
    {
      it: 'a global of Node in the engine',
      path: 'bytes/text.ts',
      text: 'const name = Buffer.from(bytes)\n',
      want: ['bytes/text.ts: the engine uses Buffer'],
    },
    {
      it: 'a global of the DOM in the engine',
      path: 'pipeline/run.ts',
      text: "document.title = ''\n",
      want: ['pipeline/run.ts: the engine uses document'],
    },
    {
      it: 'configuration in the engine',
      path: 'net/ip.ts',
      text: "import '../config.ts'\n",
      want: ['net/ip.ts: net imports config.ts'],
    },
    {
      it: 'a folder nobody knows',
      path: 'utils/x.ts',
      text: '',
      want: ['utils/x.ts: utils is no layer that test/layers.ts knows'],
    },
    { it: 'a long file', path: 'net/ip.ts', text: '\n'.repeat(501), want: ['net/ip.ts: longer than 500 lines'] },
  ]
  it.each(cases)('$it', ({ path, text, want }) => {
    expect(violations({ path, text })).toEqual(want)
  })
})

describe('what is allowed is left alone', () => {
  const cases: { it: string; path: string; text: string }[] = [
    { it: 'a lower layer', path: 'jobs/analyze.ts', text: "import { Engine } from '../pipeline/run.ts'\n" },
    { it: 'the own layer', path: 'net/ip.ts', text: "import { Udp } from './udp.ts'\n" },
    {
      it: 'Node outside the engine',
      path: 'store/results/reader.ts',
      text: "import { DatabaseSync } from 'node:sqlite'\n",
    },
    { it: 'a comment', path: 'net/ip.ts', text: "// import { x } from '../store/x.ts'; process.exit()\n" },
    { it: 'a property of the same name', path: 'net/ip.ts', text: 'this.process(x); a.document.y()\n' },
    { it: 'a word in a string', path: 'net/ip.ts', text: "const s = 'process.env'\n" },
    { it: 'a long table', path: 'protocols/sip/tables.ts', text: '\n'.repeat(900) },
    { it: 'anything from the command line', path: 'cli/serve.ts', text: "import { x } from '../api/server.ts'\n" },
    { it: 'anything in a test', path: 'net/ip.test.ts', text: "import { x } from '../../test/make/ip.ts'\n" },
  ]
  it.each(cases)('$it', ({ path, text }) => {
    expect(violations({ path, text })).toEqual([])
  })
})

describe('imports are found', () => {
  it('in every form', () => {
    const text = "import a from 'a'\nimport { b,\n c } from \"b\"\nimport 'c'\nexport * from 'd'\nawait import('e')\n"
    expect(imports(text).sort()).toEqual(['a', 'b', 'c', 'd', 'e'])
  })
})
