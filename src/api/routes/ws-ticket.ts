import { TicketAnswer, TicketBody } from '../account-schemas.ts'
import type { App } from '../app.ts'
import type { Dependencies } from '../dependencies.ts'
import { errors } from '../error-answers.ts'
import { ownJob } from '../ownership.ts'

const tags = ['auth']

export function ticketRoutes(app: App, { catalogue, tickets }: Dependencies): void {
  app.post(
    '/api/v1/ws-ticket',
    {
      config: { scope: 'jobs:read' },
      schema: {
        tags,
        summary: 'Gives a ticket with which a WebSocket is opened once',
        body: TicketBody,
        response: { 201: TicketAnswer, ...errors('JOB_NOT_FOUND') },
      },
    },
    async (request, reply) => {
      const { job_id } = await ownJob(request, catalogue, request.body.job_id)
      return reply.code(201).send(tickets.make(request.principal!, job_id))
    },
  )
}
