import { V2Client } from '../../traffic/client.ts'
import { type WorldComponent, type WorldOperation, type WorldOrder, WorldReader } from '../../traffic/world.ts'

/** What good messages are about: things that are there in the plant. */
export interface Facts {
  /** Orders whose first operation can be confirmed. */
  readonly orders: readonly SuppliedOrder[]
  /** Orders that a status may be changed of: nothing else is sent for them. */
  readonly spare: readonly string[]
  /** `YYYY-MM-DD` */
  readonly today: string
}

/** An order with those of its components that there's enough of, each with the batch that it would be issued from. */
export interface SuppliedOrder extends Pick<WorldOrder, 'id' | 'plant' | 'material' | 'unit'> {
  readonly operations: readonly Pick<WorldOperation, 'id' | 'workCenter'>[]
  readonly supplies: readonly Supply[]
}

type Supply = Pick<WorldComponent, 'material' | 'plant' | 'storageLocation' | 'reservation' | 'reservationItem' | 'unit'> & {
  readonly batch: string
}

const SPARE = 10
const ENOUGH = 10

/** @param s4Url the local S/4, asked directly */
export async function readFacts(s4Url: string): Promise<Facts> {
  const { orders, stock } = await new WorldReader(new V2Client(s4Url, 'DM', 'dm')).all()
  const workable = orders.filter((each) => each.isWorkable && each.operations[0]?.isOpen)
  return {
    orders: workable.slice(0, -SPARE).map((order) => ({
      ...order,
      supplies: order.components.flatMap((each) => {
        const found = stock.find(
          ({ material, plant, storageLocation, isUnrestricted, quantity }) =>
            isUnrestricted &&
            quantity.gt(ENOUGH) &&
            material === each.material &&
            plant === each.plant &&
            storageLocation === each.storageLocation,
        )
        return each.isOpen && found ? [{ ...each, batch: found.batch }] : []
      }),
    })),
    spare: workable.slice(-SPARE).map((each) => each.id),
    today: new Date().toISOString().slice(0, 10),
  }
}
