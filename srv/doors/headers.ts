import type { RequestHandler } from 'express'
import helmet from 'helmet'
import type { DoorSettings } from './settings.ts'

/** A year, in seconds. */
const YEAR = 365 * 24 * 60 * 60

/**
 * Headers that tell browsers what they may do with our pages and answers. HSTS only where the sender came by TLS, told by a trusted proxy:
 * on plain HTTP it means nothing. The facade answers with the ERP's headers instead, and only with those.
 */
export function securityHeaders({ frameAncestors }: Pick<DoorSettings, 'frameAncestors'>): RequestHandler {
  const headers = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        // SAPUI5's controls set styles of their own, and its themes bring pictures and fonts as data. No script in a page itself is run.
        scriptSrc: ["'self'"],
        scriptSrcAttr: ["'none'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        workerSrc: ["'self'", 'blob:'],
        objectSrc: ["'none'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: [...frameAncestors],
      },
    },
    // Says less than `frame-ancestors` can: where other sites are named it would forbid them.
    xFrameOptions: frameAncestors.length === 1 && frameAncestors[0] === "'self'" ? { action: 'sameorigin' } : false,
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: false,
  })
  const onlyTls = helmet.strictTransportSecurity({ maxAge: YEAR, includeSubDomains: false })
  return (request, response, next) => {
    const then = request.secure ? () => onlyTls(request, response, next) : next
    headers(request, response, (error?: unknown) => (error === undefined ? then() : next(error)))
  }
}
