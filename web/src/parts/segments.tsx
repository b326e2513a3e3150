interface Choice<Value extends string> {
  readonly value: Value
  readonly label: string
  readonly title?: string
}

export interface SegmentsProps<Value extends string> {
  readonly label: string
  readonly choices: readonly Choice<Value>[]
  /** Empty where none is chosen yet. */
  readonly value: Value | ''
  readonly onChange: (value: Value) => void
  readonly className?: string
}

/** A choice of one out of few, all of them in sight. */
export function Segments<Value extends string>(props: SegmentsProps<Value>) {
  const { label, choices, value, onChange, className = '' } = props
  return (
    <div className={`segments ${className}`} role="group" aria-label={label}>
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          aria-pressed={choice.value === value}
          title={choice.title}
          onClick={() => onChange(choice.value)}
        >
          {choice.label}
        </button>
      ))}
    </div>
  )
}
