import cds from '@sap/cds'

/** A start that fails says why in a line, and ends. */

/** Ends the process with exit code 1 and one line for each of these reasons; does nothing when there is none. */
export function refuseToStart(reasons: readonly string[]): void {
  if (reasons.length === 0) return
  const log = cds.log('countersign')
  for (const reason of reasons) log.error(`Countersign can't start: ${reason}`)
  process.exit(1)
}

/** Until the server listens, whatever breaks ends the start with its reason in one line; its stack is shown where `DEBUG` asks for it. */
export function guardStart(): void {
  const failed = (error: unknown): void => {
    cds.log('countersign').debug(error)
    refuseToStart([reasonOf(error)])
  }
  process.on('uncaughtException', failed)
  process.on('unhandledRejection', failed)
  cds.once('listening', () => {
    process.off('uncaughtException', failed)
    process.off('unhandledRejection', failed)
  })
}

const DATABASE = "the database can't be used: "

/** Why the database can't be used, in one line. */
export function databaseReason(error: unknown): string {
  const reason = reasonOf(error)
  return reason.startsWith(DATABASE) ? reason : DATABASE + reason
}

/** The system's codes in words, else what the error says itself, in one line. */
function reasonOf(error: unknown): string {
  const { code, port, message, path } = (error ?? {}) as { code?: unknown; port?: number; message?: unknown; path?: string }
  if (port !== undefined && code === 'EADDRINUSE') return `port ${port} is taken; end what runs there, or set PORT`
  if (port !== undefined && code === 'EACCES') return `port ${port} may not be used here; set PORT`
  if (code === 'EACCES' || code === 'EROFS') return `${path ?? 'a file'} can't be written`
  const text = (typeof message === 'string' ? message : String(error)).split('\n', 1)[0] ?? ''
  return code === 'ERR_SQLITE_ERROR' ? DATABASE + text : text
}
