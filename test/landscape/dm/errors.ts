import { randomUUID } from 'node:crypto'
import type { ErrorRequestHandler } from 'express'

class DmError extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** Ends the request with an error that `errorAnswer` tells the client. */
export function refuse(status: number, code: string, message: string): never {
  throw new DmError(status, code, message)
}

/** Errors in DM's form: code, text, correlation id; a body that can't be read is the client's fault. */
export const errorAnswer: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
  const { status = 500, code = 'internal', message = String(error) } = error as { status?: number; code?: string; message?: string }
  response.status(status).json({
    code: status === 400 && !(error instanceof DmError) ? 'request.invalid' : code,
    message,
    correlationId: randomUUID(),
    causeMessage: '',
    status,
  })
}
