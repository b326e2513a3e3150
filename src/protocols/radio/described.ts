// Protocols of the S1AP family of which the names are told, ids of UEs, and a few more IEs.
import type { Protocol } from '../../model/message.ts'
import { type Application, applicationProtocol } from '../aper/application.ts'
import type { Roles } from '../aper/contexts.ts'
import type { ElementKind } from '../aper/elements.ts'
import type { Type } from '../aper/types.ts'

interface Description extends Pick<
  Application,
  'name' | 'title' | 'ppids' | 'procedures' | 'procedureNames' | 'choiceIsExtensible' | 'complete' | 'tell'
> {
  /** Names of its IEs, as far as they are catalogued. */
  readonly names: Readonly<Record<number, string>>
  /** IEs that messages begin with and that are not read. */
  readonly begins?: readonly number[]
  readonly kinds: Readonly<Record<number, ElementKind>>
  readonly nas: Application['dictionary']['nas']
  readonly roles: Pick<Roles, 'core' | 'ran' | 'procedures'>
}

export function described({ names, begins = [], kinds, nas, roles: own, ...description }: Description): Protocol {
  const family = description.name.toLowerCase().replace('-', '')
  const all: Roles = { protocol: description.name, ue: family, node: `${family}-node`, ...own }
  return applicationProtocol({
    ...description,
    dissector: family,
    // Of their IEs few are read, and some hold keys: octets are not shown.
    dictionary: { names: listOf(names), kinds, nas, secrets: new Set(), isShown: false },
    beginnings: new Set([...Object.keys(kinds).map(Number), ...begins]),
    roles: all,
  })
}

function listOf(names: Readonly<Record<number, string>>): string[] {
  const list: string[] = []
  for (const [id, name] of Object.entries(names)) list[Number(id)] = name
  return list
}

export function kind(field: string, type: Type): ElementKind {
  return { field, type }
}
