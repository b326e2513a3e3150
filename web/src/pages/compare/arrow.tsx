import { placeLabel } from '../../ladder/layout.ts'
import type { MessageRow } from '../../ladder/rows.ts'
import { SHAPES } from '../../looks.ts'
import { visible } from '../../text.ts'

export interface ArrowProps {
  readonly row: MessageRow
  /** Columns. */
  readonly from: number
  readonly to: number
  readonly count: number
  /** Width of a column. */
  readonly column: number
}

const HEIGHT = 28
const LINE_Y = 21
const LABEL_Y = 13
const LOOP = 28
/** About how wide a character is; the browser places the text itself, this says only where it fits. */
const CHARACTER = 6.4
const LONGEST_DETAIL = 24

/** A message between lifelines, as the ladder draws it: the same line, head and tail. */
export function Arrow({ row, from, to, count, column }: ArrowProps) {
  const [x0, x1] = [(from + 0.5) * column, (to + 0.5) * column]
  const width = count * column
  const isLoop = x0 === x1
  const end = isLoop ? x0 + 1 : x1 - Math.sign(x1 - x0)
  const way = isLoop ? -1 : Math.sign(x1 - x0)
  const path = isLoop
    ? `M${x0 + 4} ${LINE_Y - 8}H${x0 + LOOP}V${LINE_Y}H${x0 + 5}`
    : `M${x0 + way * 4} ${LINE_Y}H${end - way * (row.answers ? 1 : 6)}`
  return (
    <svg className={`pair-arrow p-${row.look}`} width={width} height={HEIGHT} aria-hidden="true">
      {Array.from({ length: count }, (_, i) => (
        <path key={i} className="life" d={`M${(i + 0.5) * column} 0v${HEIGHT}`} />
      ))}
      <path className={row.answers ? 'line answers' : 'line'} d={path} />
      <path
        className={row.answers ? 'head open' : 'head'}
        d={
          row.answers
            ? `M${end - way * 7} ${LINE_Y - 4}L${end - way * 0.5} ${LINE_Y}L${end - way * 7} ${LINE_Y + 4}`
            : `M${end} ${LINE_Y}L${end - way * 8} ${LINE_Y - 4}V${LINE_Y + 4}z`
        }
      />
      <path
        className="tail"
        transform={`translate(${x0 - 4} ${LINE_Y - (isLoop ? 12 : 4)}) scale(0.8)`}
        d={SHAPES[row.look]}
      />
      {row.fails && <Cross x={(x0 + x1) / 2} />}
      <Label
        row={row}
        left={isLoop ? x0 + LOOP : Math.min(x0, x1)}
        right={isLoop ? x0 + LOOP : Math.max(x0, x1)}
        width={width}
      />
    </svg>
  )
}

function Cross({ x }: { readonly x: number }) {
  return (
    <>
      <circle className="cross" cx={x} cy={LINE_Y} r="4.8" />
      <path className="cross-mark" d={`M${x - 2} ${LINE_Y - 2}l4 4m0 -4l-4 4`} />
    </>
  )
}

function Label({
  row,
  left,
  right,
  width,
}: {
  readonly row: MessageRow
  readonly left: number
  readonly right: number
  readonly width: number
}) {
  const times = row.again.length > 0 ? ` ×${row.again.length + 1}` : ''
  const name = `${visible(row.name, 48)}${times}`
  const room = Math.floor(width / CHARACTER) - name.length - 3
  const detail = room < 4 ? '' : visible(row.detail, Math.min(LONGEST_DETAIL, room))
  const wide = (name.length + (detail === '' ? 0 : detail.length + 1)) * CHARACTER
  const { x, anchor } = placeLabel([left, right], wide, [0, width])
  return (
    <text x={Math.min(x, width - 4)} y={LABEL_Y} textAnchor={anchor}>
      <tspan className="label-name">{name}</tspan>
      {detail !== '' && (
        <tspan className="label-detail" dx="6">
          {detail}
        </tspan>
      )}
    </text>
  )
}
