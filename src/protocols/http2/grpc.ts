// gRPC over HTTP/2: its protocol document, "Requests" and "Responses".
import type { Out } from '../../model/message.ts'
import { type Draft, valueOf } from './draft.ts'
import { GRPC_STATUS } from './tables-status.ts'
import type { HttpMessage } from './tell.ts'

/** Names a call by its path, and a response by how it ended; the message's line, or undefined where it is no gRPC. */
export function tellGrpc(
  { isRequest, path, headers }: HttpMessage,
  { trailers, reset }: Pick<Draft, 'trailers' | 'reset'>,
  out: Out,
): string | undefined {
  const isGrpc = (valueOf(headers, 'content-type') ?? '').startsWith('application/grpc')
  const [, service, method] = /^\/([^/]+)\/([^/?]+)$/.exec(path) ?? []
  if (!isGrpc || service === undefined || method === undefined) return undefined
  out.put('grpc_service', service)
  out.put('grpc_method', method)
  if (isRequest) return `gRPC ${service}/${method}`
  const status = valueOf(trailers, 'grpc-status') ?? valueOf(headers, 'grpc-status')
  if (status === undefined) return `gRPC ${reset ?? 'response'} (${method})`
  const name = GRPC_STATUS[Number(status)] ?? status
  out.put('grpc_status', Number(status))
  out.put('grpc_status_name', name)
  if (status !== '0') out.put('failed', true)
  return `gRPC ${name} (${method})`
}
