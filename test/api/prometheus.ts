/** Reads the text format of Prometheus, version 0.0.4; throws where it is not kept to. */
export interface Metric {
  readonly type: string
  readonly help: string
  readonly samples: readonly {
    readonly name: string
    readonly labels: Record<string, string>
    readonly value: number
  }[]
}

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/
const SAMPLE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/y
const SUFFIXES: Readonly<Record<string, readonly string[]>> = {
  histogram: ['_bucket', '_sum', '_count'],
  summary: ['', '_sum', '_count'],
}

interface Reading {
  readonly type: string
  readonly help: string
  readonly samples: Metric['samples'][number][]
}

export function parsePrometheus(text: string): Map<string, Metric> {
  if (!text.endsWith('\n')) throw new Error('the last line does not end')
  const metrics = new Map<string, Reading>()
  const helps = new Map<string, string>()
  let current = ''
  for (const line of text.split('\n')) {
    if (line === '') continue
    const [, keyword, name = '', rest = ''] = /^# (HELP|TYPE) (\S+) ?(.*)$/.exec(line) ?? []
    if (keyword === 'HELP') helps.set(checked(name), rest)
    else if (keyword === 'TYPE') {
      if (metrics.has(name)) throw new Error(`${name} has two types`)
      current = checked(name)
      metrics.set(name, { type: rest, help: helps.get(name) ?? '', samples: [] })
    } else addSample(line, current, metrics)
  }
  return metrics
}

function addSample(line: string, current: string, metrics: ReadonlyMap<string, Reading>): void {
  const [, name, labels = '', value = ''] = SAMPLE.exec(line) ?? []
  const metric = metrics.get(current)
  if (name === undefined || !metric) throw new Error(`no sample: ${line}`)
  const known = (SUFFIXES[metric.type] ?? ['']).some((suffix) => name === current + suffix)
  if (!known) throw new Error(`${name} stands among the samples of ${current}`)
  // As Go reads numbers.
  const number = value === '+Inf' ? Infinity : Number(value)
  if (Number.isNaN(number) && !/^nan$/i.test(value)) throw new Error(`no number: ${line}`)
  metric.samples.push({ name, labels: readLabels(labels), value: number })
}

function readLabels(text: string): Record<string, string> {
  const labels: Record<string, string> = {}
  LABEL.lastIndex = 0
  while (LABEL.lastIndex < text.length) {
    const [, name, value] = LABEL.exec(text) ?? []
    if (name === undefined) throw new Error(`no labels: ${text}`)
    labels[name] = value!
  }
  return labels
}

function checked(name: string): string {
  if (!NAME.test(name)) throw new Error(`no name of a metric: ${name}`)
  return name
}
