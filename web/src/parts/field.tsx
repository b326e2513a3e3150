import { useId } from 'react'

export interface FieldProps {
  readonly label: string
  readonly name: string
  readonly type?: 'text' | 'password' | 'email' | 'number'
  readonly autoComplete?: string
  readonly required?: boolean
  readonly hint?: string
}

/** One line of a form. */
export function Field({ label, name, type = 'text', autoComplete = 'off', required = true, hint }: FieldProps) {
  const id = useId()
  return (
    <div className="form-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        name={name}
        type={type}
        autoComplete={autoComplete}
        required={required}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        spellCheck={false}
      />
      {hint !== undefined && (
        <span id={`${id}-hint`} className="dim small">
          {hint}
        </span>
      )}
    </div>
  )
}

/** What was written into a form, by name. */
export function written(form: HTMLFormElement): Readonly<Record<string, string>> {
  const entries = [...new FormData(form)].filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  return Object.fromEntries(entries)
}
