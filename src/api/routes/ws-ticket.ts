import { TicketAnswer, TicketBody } from '../account-schemas.ts'
import type { App } from '../app.ts'
import type { Dependencies } from '../dependencies.ts'
import { ownJob } from '../ownership.ts'

export function ticketRoutes(app: App, { catalogue, tickets }: Dependencies): void {
  app.post(
    '/api/v1/ws-ticket',
    { config: { scope: 'jobs:read' }, schema: { body: TicketBody, response: { 201: TicketAnswer } } },
    async (request, reply) => {
      const { job_id } = await ownJob(request, catalogue, request.body.job_id)
      return reply.code(201).send(tickets.make(request.principal!, job_id))
    },
  )
}
