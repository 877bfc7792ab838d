import { readdirSync } from 'node:fs'
import { posix, resolve } from 'node:path'
import cds from '@sap/cds'
import type { Application, ErrorRequestHandler, RequestHandler } from 'express'
import { boundConnections } from './connections.ts'
import { isMachines, lastWord, nothingHere } from './errors.ts'
import { securityHeaders } from './headers.ts'
import { ownMachineOnly, ownSiteOnly } from './origin.ts'
import type { DoorSettings } from './settings.ts'

/**
 * Mounts what every request passes before it reaches a door; to be called first of all at bootstrap.
 * @param isLocal only this machine may come in, under its own name
 */
export function guardDoors(app: Application, settings: DoorSettings, isLocal: boolean): void {
  // In development CAP would let pages of every site read.
  Object.assign(cds.env.server, { cors: false, body_parser: { limit: settings.maxBody } })
  Object.assign((cds.env as unknown as { odata: object }).odata, { batch_limit: settings.maxBatch })
  app.disable('x-powered-by')
  app.set('trust proxy', settings.trustedProxies)
  boundConnections(app, settings)
  app.use(securityHeaders(settings))
  if (isLocal) app.use(ownMachineOnly)
  app.use(ownSiteOnly, pagesOnly())
  const middlewares = cds.middlewares as unknown as { add: (factory: () => ErrorRequestHandler, at: { after: 'auth' }) => void }
  middlewares.add(() => lastWord, { after: 'auth' })
}

/** What answers when no door did; to be called once all are there. */
export function closeDoors(app: Application): void {
  app.use(nothingHere, lastWord)
}

/**
 * CAP serves all of `app/`, of which only the pages are anybody's business: beside them lie sources, and the credentials of whoever tries
 * the approuter out.
 */
function pagesOnly(): RequestHandler {
  const folders = foldersIn(resolve(cds.root, cds.env.folders.app))
  return (request, response, next) => {
    // They read their paths themselves, and record what can't be read.
    if (isMachines(request.originalUrl)) {
      next()
      return
    }
    const [folder = '', ...rest] = posix.normalize(decodeURIComponent(request.path)).split(/[/\\]/).filter(Boolean)
    const isHidden = folders.has(folder.toLowerCase()) && rest[0] !== 'webapp' && rest.join('/') !== 'status'
    if (isHidden) nothingHere(request, response, next)
    else next()
  }
}

function foldersIn(folder: string): ReadonlySet<string> {
  try {
    return new Set(readdirSync(folder, { withFileTypes: true }).flatMap((each) => (each.isDirectory() ? [each.name.toLowerCase()] : [])))
  } catch {
    return new Set()
  }
}
