/** A JSON value as its types: of a string, number or boolean the name of it, of an array the types of its elements. */
export type Shape = string | Shape[] | { [key: string]: Shape }

/** One JSON example of the API's specification. */
export interface Example {
  /** The heading it stands under: `GET /api/v1/jobs`, or `WS …`. */
  readonly endpoint: string
  /** What it is: `Request`, `Response 200 (OK) - Queued`, `Progress Event`. */
  readonly label: string
  /** The status that a response names. */
  readonly status?: number
  /** The code of an error. */
  readonly code?: string
  readonly shape: Shape
}

/** What can be tested of the specification. */
export interface Contract {
  readonly examples: readonly Example[]
  /** Status by code of error. */
  readonly errors: Readonly<Record<string, number>>
  /** Type and labels of each Prometheus metric. */
  readonly metrics: Readonly<Record<string, { readonly type: string; readonly labels: readonly string[] }>>
}

const ENDPOINT = /^### ((?:GET|POST|PUT|DELETE|WS) \S+)$/
const OTHER_HEADING = /^#{1,3} /
const LABEL = /^(?:\d+\. )?\*\*(.+?)\*\*(.*?):?$/
const ERROR = /^\| `([A-Z_]+)` \| (\d{3}) \|/
const METRIC = /^\| `(\w+)(?:\{(.*)\})?` \| (Counter|Gauge) \|/

/** Reads the specification, a document in Markdown. */
export function distil(text: string): Contract {
  const contract = {
    examples: [] as Example[],
    errors: {} as Record<string, number>,
    metrics: {} as Contract['metrics'],
  }
  let endpoint = ''
  let label = ''
  let block: string[] | undefined
  for (const line of text.split('\n')) {
    if (block) {
      if (line === '```') {
        if (endpoint !== '') contract.examples.push(example(endpoint, label, block.join('\n')))
        block = undefined
      } else block.push(line)
      continue
    }
    if (line === '```json') block = []
    endpoint = ENDPOINT.exec(line)?.[1] ?? (OTHER_HEADING.test(line) ? '' : endpoint)
    const labelled = LABEL.exec(line)
    if (labelled) label = `${labelled[1]}${labelled[2]!.replace(/:$/, '')}`
    addRow(line, contract)
  }
  return contract
}

function addRow(line: string, contract: { errors: Record<string, number>; metrics: Contract['metrics'] }): void {
  const [, code, status] = ERROR.exec(line) ?? []
  if (code !== undefined) contract.errors[code] = Number(status)
  const [, name, labels, type] = METRIC.exec(line) ?? []
  if (name === undefined) return
  const metric = { type: type!.toLowerCase(), labels: labels === undefined ? [] : labels.split(',') }
  Object.assign(contract.metrics, { [name]: metric })
}

function example(endpoint: string, label: string, json: string): Example {
  const value = JSON.parse(json) as { code?: string }
  const [, status] = /^Response (\d{3})/.exec(label) ?? []
  return {
    endpoint,
    label,
    ...(status !== undefined && { status: Number(status) }),
    ...(value.code !== undefined && { code: value.code }),
    shape: shapeOf(value),
  }
}

function shapeOf(value: unknown): Shape {
  if (Array.isArray(value)) return value.map(shapeOf)
  if (typeof value !== 'object' || value === null) return typeof value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]))
}
