import { NO_SHOP_FLOOR, type ShopFloorContext } from '../../../../srv/domain/context.ts'
import type { Row } from '../scene.ts'
import { confirmation, goodsIssue, movement, world } from '../world.ts'

const floor = (bent: Partial<ShopFloorContext>) => world({ shopFloor: { ...NO_SHOP_FLOOR, ...bent } })
const byMiller = confirmation({ personnel: '4711' })

/** What only the shop floor's own system knows. */
export const shopFloor: readonly Row[] = [
  ['an active order', confirmation(), floor({ orders: [{ order: '1000001', status: 'active' }] })],
  [
    'an order on hold',
    confirmation(),
    floor({ orders: [{ order: '1000001', status: 'hold' }] }),
    ['orderHold', 'COUNTERSIGN/ORDER_HOLD', 'orderStatus', true, 'order', 'warning'],
  ],
  [
    'a goods issue to a discarded order',
    goodsIssue([movement('RM10', '2', 'KG')], { order: '' }),
    floor({ orders: [{ order: '1000001', status: 'discarded' }] }),
    ['orderHold', 'COUNTERSIGN/ORDER_DISCARDED', 'orderStatus', true, 'movements/0/order', 'warning'],
  ],
  [
    'a machine that is down',
    confirmation(),
    floor({ resources: [{ id: 'ASSEMBLY', isUsable: false, status: 'UNSCHEDULED_DOWN' }] }),
    ['resourceStatus', 'COUNTERSIGN/RESOURCE_STATUS', 'resourceStatus', true, 'operation', 'warning'],
  ],
  ['a machine that runs', confirmation(), floor({ resources: [{ id: 'ROBOT1', isUsable: true, status: 'PRODUCTIVE' }] })],
  [
    'a machine of the work centre that is down, once for the message',
    [confirmation(), confirmation({ yield: { value: '10', unit: 'PC' }, movements: [] })],
    floor({ resources: [{ id: 'ROBOT1', isUsable: false, status: 'DISABLED' }] }),
    ['resourceStatus', 'COUNTERSIGN/RESOURCE_STATUS', 'resourceStatus', true, 'operation', 'warning'],
  ],
  [
    'a certificate that is lacking',
    byMiller,
    floor({ missingCertificates: [{ person: '4711', operation: '0010', certificate: 'WELDING' }] }),
    ['certification', 'COUNTERSIGN/CERTIFICATE_MISSING', 'certification', true, 'operation', 'warning'],
  ],
  [
    "a certificate that somebody else's work asks for",
    byMiller,
    floor({ missingCertificates: [{ person: '4712', operation: '0010', certificate: 'WELDING' }] }),
  ],
  [
    'a characteristic not measured',
    confirmation(),
    floor({ missingResults: [{ order: '1000001', operation: '0010', characteristic: 'TORQUE' }] }),
    ['inspectionResults', 'COUNTERSIGN/RESULT_MISSING', 'inspectionResult', true, 'operation', 'warning'],
  ],
  [
    'a characteristic of another operation',
    confirmation(),
    floor({ missingResults: [{ order: '1000001', operation: '0020', characteristic: 'TORQUE' }] }),
  ],
]
