import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Auditor } from '../auth/audit.ts'
import type { AuditAction, Scope } from '../model/user.ts'

/** Scopes that give out what was on the wire, or heard. */
const RAW: readonly (Scope | undefined)[] = ['packets:raw', 'media:listen']

/** Notes each answer that gave raw bytes or audio: a route needs only say its scope. */
export function auditDownloads(app: FastifyInstance, audit: Auditor): void {
  app.addHook('onResponse', async (request, reply) => {
    if (reply.statusCode >= 400 || !RAW.includes(request.routeOptions.config?.scope)) return
    await note(request, audit, { action: 'download', target: request.url.replace(/\?.*$/s, '') })
  })
}

/** Notes what the caller did. */
export async function note(
  { principal, ip }: FastifyRequest,
  audit: Auditor,
  { action, target }: { action: AuditAction; target: string },
): Promise<void> {
  await audit.note({ action, address: ip, user: principal?.user, target })
}
