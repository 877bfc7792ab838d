/** Who decides. */
export interface Person {
  readonly id: string
  readonly role: string
}

/** A refusal that a person reads: HTTP status, code, text. */
export class DecisionError extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, text: string) {
    super(text)
    this.status = status
    this.code = code
  }
}
