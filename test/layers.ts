import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

/** Folders that are pure: they run in a worker thread, on the command line and in a browser's tab alike. */
const ENGINE = ['bytes', 'model', 'capture', 'net', 'protocols', 'quality', 'audio', 'correlate', 'pipeline'] as const

/** Which folders of src a folder may import from, besides itself. `cli` and `main` may import anything. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  bytes: [],
  model: [],
  capture: ['bytes', 'model'],
  net: ['bytes', 'model'],
  protocols: ['bytes', 'model'],
  quality: ['bytes', 'model'],
  audio: ['bytes', 'model'],
  correlate: ['bytes', 'model', 'quality'],
  pipeline: ENGINE,
  input: ['model'],
  store: ['bytes', 'model'],
  export: ['model', 'store'],
  search: ['model', 'store'],
  inspect: [...ENGINE, 'input', 'store', 'export', 'search'],
  jobs: ['input', 'pipeline', 'store', 'model'],
  auth: ['store', 'model'],
  analytics: ['store', 'model'],
  api: ['jobs', 'inspect', 'export', 'search', 'store', 'auth', 'analytics', 'model'],
}

/** Files of src itself that any layer above the engine may use. */
const SHARED = ['config.ts', 'log.ts', 'package.ts']
const FREE = ['cli', 'main.ts']
const HOST_GLOBALS = ['fetch', 'document', 'window', 'process', 'Buffer', 'require', 'navigator', 'setTimeout']
const LONGEST = 500

export interface SourceFile {
  /** Relative to src, with `/`. */
  readonly path: string
  readonly text: string
}

/** What a file does that its place does not allow; empty when all is well. */
export function violations(file: SourceFile): string[] {
  const layer = layerOf(file.path)
  const found: string[] = []
  if (!/\/?tables[^/]*\.ts$/.test(file.path) && file.text.split('\n').length - 1 > LONGEST) {
    found.push(`${file.path}: longer than ${LONGEST} lines`)
  }
  // A test may look at anything; it ships nowhere.
  if (file.path.endsWith('.test.ts')) return found
  const isEngine = (ENGINE as readonly string[]).includes(layer)
  const isKnown = layer in ALLOWED || FREE.includes(layer) || SHARED.includes(layer)
  if (!isKnown) found.push(`${file.path}: ${layer} is no layer that test/layers.ts knows`)
  for (const target of imports(file.text)) {
    if (!target.startsWith('.')) {
      if (isEngine) found.push(`${file.path}: the engine imports ${target}`)
      continue
    }
    const other = layerOf(normalize(join(dirname(file.path), target)))
    if (isKnown && !mayImport(layer, other)) found.push(`${file.path}: ${layer} imports ${other}`)
  }
  if (isEngine) found.push(...hostGlobals(file))
  return found
}

/** Paths of everything a source imports or re-exports, by statement or by call. */
export function imports(text: string): string[] {
  const code = withoutComments(text)
  const statements = code.matchAll(/(?:^|[;\n])\s*(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]/g)
  const bare = code.matchAll(/(?:^|[;\n])\s*import\s*['"]([^'"]+)['"]/g)
  const calls = code.matchAll(/\bimport\s*\(\s*['"]([^'"]+)['"]/g)
  return [...statements, ...bare, ...calls].map((match) => match[1]!)
}

/** All files of a source tree, by path. */
export function sources(root: string): SourceFile[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ path: path.slice(root.length + 1), text: readFileSync(path, 'utf8') }))
}

function layerOf(path: string): string {
  return path.split('/')[0]!
}

function mayImport(layer: string, other: string): boolean {
  if (layer === other || FREE.includes(layer)) return true
  if (SHARED.includes(other)) return !(ENGINE as readonly string[]).includes(layer)
  return (ALLOWED[layer] ?? []).includes(other)
}

function hostGlobals({ path, text }: SourceFile): string[] {
  const code = withoutStrings(withoutComments(text))
  return HOST_GLOBALS.filter((name) => uses(code, name)).map((name) => `${path}: the engine uses ${name}`)
}

/** Whether the name is used freely: not a property, and not a variable or method of the file's own. */
function uses(code: string, name: string): boolean {
  const isOwn = new RegExp(
    `\\b(?:const|let|function)\\s+${name}\\b|[(,]\\s*${name}\\s*[:,)]|^\\s*${name}\\([^)]*\\)[^;]*\\{$`,
    'm',
  )
  return !isOwn.test(code) && new RegExp(`(?<![.\\w#$])${name}\\s*[.([]`).test(code)
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1')
}

function withoutStrings(code: string): string {
  return code.replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, "''")
}
