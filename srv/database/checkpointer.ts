import { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'

/** A thread of its own: puts SQLite's log into the database now and then, which would stop the event loop for as long as the disk takes. */

/** Milliseconds between two rounds. */
const EVERY = 1000

const database = new DatabaseSync(workerData as string)
const rounds = setInterval(() => {
  try {
    database.exec('PRAGMA wal_checkpoint(PASSIVE)')
  } catch {
    // A disk that is full is told to whoever writes next, and the next round tries again.
  }
}, EVERY)
parentPort?.once('message', () => {
  clearInterval(rounds)
  database.close()
  parentPort?.close()
})
