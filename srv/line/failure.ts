import { reasonOf } from './reason.ts'

/** There was no answer. */
export class NoAnswer extends Error {
  /** False only when no byte of the request can have reached the other side. */
  readonly mayHaveLeft: boolean
  /** Whoever asked has gone, or asked for what can't be sent: says nothing about the other side. */
  readonly isOurs: boolean
  constructor(mayHaveLeft: boolean, cause: unknown, isOurs = false) {
    super(reasonOf(cause), { cause })
    this.mayHaveLeft = mayHaveLeft
    this.isOurs = isOurs
  }
}

/** A kept connection had ended before anything was written on it: the same request may set out on another one. */
export class Ended extends NoAnswer {
  constructor(cause: unknown) {
    super(false, cause)
  }
}

/** The time for an answer is over. */
export class TooLate extends Error {
  /** @param timeout milliseconds */
  constructor(timeout: number) {
    super(`no answer within ${timeout} ms`)
    this.name = 'TimeoutError'
  }
}

/** Nothing was tried: the other side can't be reached these days, or has more to do than it can. */
export class Blocked extends NoAnswer {
  /** Seconds after which it's worth another try. */
  readonly retryAfter: number
  constructor(reason: string, retryAfter: number) {
    super(false, new Error(reason), true)
    this.retryAfter = retryAfter
  }
}
