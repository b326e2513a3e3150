import { useEffect, useRef } from 'react'

/** What keys do: the key as the browser names it, with `Shift+` only where the character does not tell. */
export type Keys = Readonly<Record<string, () => void>>

const EDITABLE = 'input:not([type="checkbox"]), textarea, select, [contenteditable="true"]'

/** Runs keys of the page. They are dead while one types, in dialogs and menus, and with Ctrl, Alt or Meta. */
export function useKeys(keys: Keys): void {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return
      const target = event.target instanceof Element ? event.target : undefined
      if (target?.closest(`${EDITABLE}, [role="dialog"], [role="menu"]`)) return
      if ((event.key === 'Enter' || event.key === ' ') && target?.closest('button, a, summary')) return
      const run = latest.current[event.key]
      if (!run) return
      event.preventDefault()
      run()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [])
}
