import type { Context } from '../domain/context.ts'
import type { SyncMessage } from '../domain/message.ts'

/** The only place that knows DM's field names. */
export interface DmGateway {
  /** There is a DM to be asked. */
  readonly isConnected: boolean
  /** What the shop floor knows about the things a message names. Never rejects: what can't be read in time is `unread`. */
  readShopFloor(message: Pick<SyncMessage, 'parts'>, timeout: number): Promise<Pick<Context, 'shopFloor' | 'unread'>>
}
