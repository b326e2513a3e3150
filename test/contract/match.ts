import type { Shape } from './distil.ts'

/** Objects whose keys depend on the capture: what is in them has the types of the example, and there is something. */
const OPEN: readonly string[] = ['correlation_key', 'details', 'protocols']

/** What an answer lacks of an example, or has of another type; empty when it keeps to it. */
export function mismatches(shape: Shape, value: unknown, path = ''): string[] {
  if (Array.isArray(shape)) return elements(shape, value, path)
  if (typeof shape === 'string') return typeof value === shape ? [] : [`${path} is ${typeName(value)}, not ${shape}`]
  if (!isObject(value)) return [`${path} is ${typeName(value)}, not an object`]
  const name = path.split('.').at(-1)!
  if (OPEN.includes(name) && !path.includes('[')) return openObject(shape, value, path)
  return Object.entries(shape).flatMap(([key, inner]) => mismatches(inner, value[key], `${path}.${key}`))
}

/** Each element of the example is there in some element of the answer. */
function elements(shapes: readonly Shape[], value: unknown, path: string): string[] {
  if (!Array.isArray(value)) return [`${path} is ${typeName(value)}, not an array`]
  if (value.length === 0) return [`${path} is empty`]
  return shapes.flatMap((shape) => {
    const tried = value.map((element) => mismatches(shape, element, `${path}[]`))
    return tried.find((found) => found.length === 0) ?? tried[0]!
  })
}

function openObject(shape: { [key: string]: Shape }, value: Record<string, unknown>, path: string): string[] {
  if (Object.keys(value).length === 0) return [`${path} is empty`]
  return Object.entries(shape).flatMap(([key, inner]) =>
    value[key] === undefined ? [] : mismatches(inner, value[key], `${path}.${key}`),
  )
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function typeName(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'an array' : value === undefined ? 'missing' : typeof value
}
