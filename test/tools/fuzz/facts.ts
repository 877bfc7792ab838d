import { V2Client } from '../../traffic/client.ts'
import { type WorldOrder, type WorldReader, WorldReader as Reader } from '../../traffic/world.ts'

/** What good messages are about: things that are there in the plant. */
export interface Facts {
  /** Orders whose first operation can be confirmed. */
  readonly orders: readonly WorldOrder[]
  /** Orders that a status may be changed of: nothing else is sent for them. */
  readonly spare: readonly string[]
  /** `YYYY-MM-DD` */
  readonly today: string
}

const SPARE = 10

/** @param s4Url the local S/4, asked directly */
export async function readFacts(s4Url: string): Promise<Facts> {
  const reader: WorldReader = new Reader(new V2Client(s4Url, 'DM', 'dm'))
  const { orders } = await reader.all()
  const workable = orders.filter((each) => each.isWorkable && each.operations[0]?.isOpen)
  return {
    orders: workable.slice(0, -SPARE),
    spare: workable.slice(-SPARE).map((each) => each.id),
    today: new Date().toISOString().slice(0, 10),
  }
}
