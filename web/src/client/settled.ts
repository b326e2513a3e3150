import { useEffect, useState } from 'react'

/** A value once it has rested: what is only flown past is not asked for. */
export function useSettled<Value>(value: Value, restMs: number): Value {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(() => value), restMs)
    return () => clearTimeout(timer)
  }, [value, restMs])
  return settled
}
