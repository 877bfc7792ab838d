import { randomUUID } from 'node:crypto'
import type { Response } from 'express'

/** Answers an error in DM's form: code, text, correlation id. */
export function fail(response: Response, status: number, code: string, message: string): void {
  response.status(status).json({ code, message, correlationId: randomUUID(), causeMessage: '', status })
}
