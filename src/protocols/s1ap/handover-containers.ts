// What a source eNB tells the target through the MME, as far as it is not RRC's: TS 36.413 §9.2.1.56.
import * as common from '../aper/common.ts'
import * as types from '../aper/types.ts'
import { component, optional, sequence, type Type } from '../aper/types.ts'
import { eutranCgi } from './values.ts'

const CELL_SIZES = ['verysmall', 'small', 'medium', 'large']

/** LastVisitedEUTRANCellInformation, in an OCTET STRING of its own in 5G: §9.2.1.42. */
const lastVisited = sequence(
  component('ecgi', eutranCgi),
  component('', types.unseen(sequence(component('size', types.enumerated(CELL_SIZES, 4))))),
  component('seconds', types.integer(0, 4095)),
)
const anotherCell: Type = (per, elements) => {
  common.size(per, elements)
  return { cell: 'of another system' }
}
const history = types.list(16, types.choice([lastVisited, anotherCell, undefined], { extensible: true, root: 3 }))
/** SourceeNB-ToTargeteNB-TransparentContainer. */
export const sourceToTarget = sequence(
  component('', types.unseen(common.size)),
  optional('', common.otherElements),
  component('target_cell', eutranCgi),
  optional('subscriber_profile', types.integer(1, 256)),
  component('history', history),
)
