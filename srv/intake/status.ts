import express, { type Router } from 'express'
import type { RawResponse } from '../domain/message.ts'
import type { Intake } from '../domain/outcome.ts'
import { Refusal, errorAnswer, formOf, refuse } from './odata/errors.ts'
import { answer } from './odata/forward.ts'
import { headersOf } from './odata/headers.ts'
import type { DoorOptions, Sender } from './odata/index.ts'

/** Where senders ask what became of a message that was held; every door points here. */

const ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

/**
 * `GET /:id` → 200 `{number, status, reason, erpDocument}` as JSON, for the sender's own attempts; those of others are 404 like those that
 * there aren't. 401, 403 and the form of errors as the OData door has them; 503 when the record can't be read. To be mounted at
 * `ATTEMPTS` behind authentication.
 */
export function attemptStatus(intake: Pick<Intake, 'statusOf'>, options: Pick<DoorOptions, 'sender' | 'log'>): Router {
  const router = express.Router()
  router.get('/:id', async (request, response) => {
    const said = await statusAnswer(intake, options.sender(request), request.params.id).catch((error: unknown) => {
      if (!(error instanceof Refusal)) options.log?.(`The status of an attempt could not be read: ${String(error)}`)
      return errorAnswer(error instanceof Refusal ? error : refuse.noStatus(), formOf(headersOf(request)))
    })
    await answer(response, said)
  })
  return router
}

async function statusAnswer(intake: Pick<Intake, 'statusOf'>, sender: Sender, id: string): Promise<RawResponse> {
  if (sender.isAnonymous) throw refuse.anonymous()
  if (!sender.isSender) throw refuse.notSender(sender.id)
  const found = ID.test(id) ? await intake.statusOf(id.toLowerCase(), sender.id) : undefined
  if (!found) throw refuse.noAttempt(id.slice(0, 36))
  const { number, status, reason, erpDocument } = found
  return {
    status: 200,
    headers: { 'content-type': 'application/json;charset=utf-8', 'cache-control': 'no-store' },
    body: Buffer.from(JSON.stringify({ number, status, reason, erpDocument })),
  }
}
