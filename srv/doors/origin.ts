import type { Request, RequestHandler } from 'express'
import { turnAway } from './errors.ts'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i

/**
 * Refuses (403) whatever would change something and that a page of another site made a browser send: with it travel the user's password or
 * cookie, which the user never meant for that page. Browsers say where a request comes from, machines don't and pass.
 */
export const ownSiteOnly: RequestHandler = (request, response, next) => {
  if (SAFE.has(request.method) || isOwn(request)) next()
  else turnAway(request, response, 403, 'FOREIGN_SITE', 'A page of another site may change nothing here')
}

/**
 * Refuses (403) requests under a name that isn't this machine's own: in development passwords are known to everybody, and a foreign page
 * whose name is made to lead here would be our own site to a browser.
 */
export const ownMachineOnly: RequestHandler = (request, response, next) => {
  if (LOOPBACK.test(request.headers.host ?? '')) next()
  else turnAway(request, response, 403, 'FOREIGN_HOST', 'In development only this machine may come in, under its own name')
}

/** Older browsers send no `Sec-Fetch-Site`, but the origin; behind the approuter that is the approuter's. */
function isOwn({ headers }: Request): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const { origin } = headers
  if (origin === undefined) return true
  const hosts = [headers.host, headers['x-forwarded-host']].flatMap((each) => (typeof each === 'string' ? each.split(',') : []))
  return URL.canParse(origin) && hosts.some((each) => each.trim().toLowerCase() === new URL(origin).host)
}
