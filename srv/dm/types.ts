import type { Context } from '../domain/context.ts'
import type { SyncMessage } from '../domain/message.ts'

/** The only place that knows DM's field names. */
export interface DmGateway {
  /** There is a DM to be asked. */
  readonly isConnected: boolean
  /** What the shop floor knows about the things a message names. Never rejects: what can't be read in time is `unread`. */
  readShopFloor(message: Pick<SyncMessage, 'parts'>, timeout: number): Promise<Pick<Context, 'shopFloor' | 'unread'>>
  /** Tasks for people on the shop floor; absent where no type of alert is set, or no DM is connected. */
  readonly alerts?: FloorAlerts
}

interface FloorAlerts {
  /**
   * Raises an alert once for its key, however often it's tried.
   * @returns DM's id of it
   * @throws with the reason when DM doesn't take it
   */
  raise(alert: FloorAlert, signal?: AbortSignal): Promise<string>
  /** Ends it, with what came of it. @throws with the reason when DM doesn't take it */
  close(id: string, text: string, signal?: AbortSignal): Promise<void>
}

/** Something on the shop floor that somebody should look at. */
export interface FloorAlert {
  /** Two with the same key are one. */
  readonly key: string
  readonly externalId: string
  readonly plant: string
  readonly order: string
  readonly operation: string
  readonly workCenter: string
  readonly material: string
  readonly text: string
  /** ISO 8601, UTC. */
  readonly at: string
}

/** An alert type of DM as its plants have configured it. */
export interface AlertSettings {
  readonly type: string
  /** Its statuses for one that is new, and for one that is over. */
  readonly open: string
  readonly closed: string
  readonly severity: string
}
