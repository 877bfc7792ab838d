import type { RequestHandler } from 'express'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { turnAway } from './errors.ts'
import type { DoorSettings } from './settings.ts'

/** Who asks, as far as it counts here. */
interface Caller {
  readonly id: string
  readonly isAnonymous: boolean
}

/**
 * Lets each sender, and each address that didn't sign in, ask only so much; what is too much is refused with 429 and `Retry-After` and neither
 * recorded nor counted as a message. Each process counts for itself. To be mounted behind authentication, so that nobody can use up what is
 * another's.
 */
export function rateLimit(callerOf: () => Caller, { senders, anonymous }: Pick<DoorSettings, 'senders' | 'anonymous'>): RequestHandler {
  const signedIn = new RateLimiterMemory({ points: senders.requests, duration: senders.seconds })
  const unknown = new RateLimiterMemory({ points: anonymous.requests, duration: anonymous.seconds })
  return async (request, response, next) => {
    const { id, isAnonymous } = callerOf()
    try {
      await (isAnonymous ? unknown.consume(request.ip ?? '') : signedIn.consume(id))
    } catch (spent) {
      if (!(spent instanceof RateLimiterRes)) throw spent
      const seconds = String(Math.max(1, Math.ceil(spent.msBeforeNext / 1000)))
      turnAway(request, response, 429, 'TOO_MANY', `Too many requests; try again in ${seconds} s`, { 'retry-after': seconds })
      return
    }
    next()
  }
}
