// What a source NG-RAN node tells the target through the AMF, as far as it is not RRC's: TS 38.413 §9.3.1.29.
import * as common from '../aper/common.ts'
import * as types from '../aper/types.ts'
import { component, optional, sequence, type Type } from '../aper/types.ts'
import { cause, ngranCgi } from './values.ts'

const CHOICE = { extensible: false } as const
const CELL_SIZES = ['verysmall', 'small', 'medium', 'large']

/** §9.3.1.97. */
const lastVisited = sequence(
  component('', ngranCgi),
  component('', types.unseen(sequence(component('size', types.enumerated(CELL_SIZES, 4))))),
  component('seconds', types.integer(0, 4095)),
  optional('', types.unseen(types.integer(0, 40_950))),
  optional('cause', cause),
)
const anotherCell: Type = (per, elements) => {
  common.size(per, elements)
  return { cell: 'of another system' }
}
const history = types.list(
  16,
  sequence(component('', types.choice([lastVisited, anotherCell, anotherCell, anotherCell, undefined], CHOICE))),
)

const qfi = component('qfi', types.extensibleInteger(0, 63))
const forwarding = optional('forwarding', types.yes)
const mapped = types.list(64, sequence(qfi, optional('mapping', types.enumerated(['ul', 'dl'], 2))))
const bearers = types.list(32, sequence(component('drb', types.extensibleInteger(1, 32)), component('flows', mapped)))
const sessions = types.list(
  256,
  sequence(
    component('id', types.integer(0, 255)),
    component('flows', types.list(64, sequence(qfi, forwarding))),
    optional('bearers', bearers),
  ),
)
const erabs = types.list(256, sequence(component('erab_id', types.extensibleInteger(0, 15)), forwarding))

/** SourceNGRANNode-ToTargetNGRANNode-TransparentContainer. */
export const sourceToTarget = sequence(
  component('', types.unseen(common.size)),
  optional('', types.unseen(sessions)),
  optional('', types.unseen(erabs)),
  component('target_cell', ngranCgi),
  optional('rfsp_index', types.extensibleInteger(1, 256)),
  component('history', history),
)
