import { BadAliases, checkAliases } from '../../store/aliases.ts'
import { AliasesAnswer, AliasesBody } from '../alias-schemas.ts'
import { answer, type App } from '../app.ts'
import { note } from '../audit.ts'
import type { Dependencies } from '../dependencies.ts'
import { errors } from '../error-answers.ts'
import { ApiError } from '../errors.ts'

const tags = ['aliases']
const url = '/api/v1/aliases'

/** What people call the addresses of their network: it holds over what was inferred, in every answer from then on. */
export function aliasRoutes(app: App, { aliases, audit }: Dependencies): void {
  app.get(
    url,
    {
      config: { scope: 'sessions:read' },
      schema: { tags, summary: 'Names, groups and roles of addresses and subnets', response: { 200: AliasesAnswer } },
    },
    () => answer({ aliases: aliases.own, configured: aliases.configured }),
  )

  app.put(
    url,
    {
      // 10,000 aliases of the longest kind.
      bodyLimit: 8 * 1_048_576,
      config: { scope: 'users:admin' },
      schema: {
        tags,
        summary: 'Replaces the aliases; those of the configuration stay',
        body: AliasesBody,
        response: { 200: AliasesAnswer, ...errors('INVALID_REQUEST') },
      },
    },
    async (request) => {
      await aliases.replace(checked(request.body))
      await note(request, audit, { action: 'aliases.update', target: `${aliases.own.length} aliases` })
      return answer({ aliases: aliases.own, configured: aliases.configured })
    },
  )
}

function checked(body: unknown): ReturnType<typeof checkAliases> {
  try {
    return checkAliases(body)
  } catch (error) {
    if (error instanceof BadAliases) throw new ApiError('INVALID_REQUEST', { field: 'aliases' }, error.message)
    throw error
  }
}
