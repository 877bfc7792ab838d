import type { Correction, Draft } from './correction.ts'

/** How surely a message with this finding can't be saved, and what to do instead; by code, or by check where the code says too little. */
const HOPELESS: Readonly<Record<string, readonly [number, string]>> = {
  'RU/494': [0.95, 'reopen the order first if it must be booked'],
  'BS/013': [0.75, 'revoke the technical completion first if it must be booked'],
  'BS/007': [0.5, "change the order's status first if it must be booked"],
  'COUNTERSIGN/ORDER_UNKNOWN': [0.85, 'send it with the right order'],
  'COUNTERSIGN/OPERATION_UNKNOWN': [0.85, 'send it with the right operation'],
  'COUNTERSIGN/NOT_CONFIRMABLE': [0.85, 'the operation is not to be confirmed'],
  'COUNTERSIGN/SERIAL_NUMBERS': [0.85, 'post it by hand with its serial numbers'],
  'M7/096': [0.75, 'send it with a movement type for production orders'],
  'COUNTERSIGN/ORDER_DISCARDED': [0.85, 'release it on the shop floor again first'],
  'COUNTERSIGN/ORDER_CATEGORY': [0.85, 'send it as what the order is'],
  'COUNTERSIGN/REWORK_NOT_POSSIBLE': [0.85, 'send the rework as yield or scrap'],
  'COUNTERSIGN/MOVEMENTS_EXCLUDED': [0.75, 'send it either with movements or as one without'],
  'COUNTERSIGN/NOTHING_CONFIRMED': [0.6, 'nothing is reported in it'],
  'COUNTERSIGN/DECIMAL_FORMAT': [0.5, 'send it with decimals'],
  'COUNTERSIGN/SERIAL_NUMBER_COUNT': [0.85, 'send it with one serial number for each piece'],
  'COUNTERSIGN/FINALLY_ISSUED': [0.6, 'post the rest by hand if it was really used'],
  'COUNTERSIGN/MATERIAL_DELETED': [0.65, 'send it with the material that was really used'],
  'MM_IM_ODATA_API_MDOC/011': [0.75, 'send it with what the receipt refers to'],
  'KI/235': [0.75, 'send it with who bears the cost'],
  movementOrder: [0.75, 'send it with its order'],
  'M7/022': [0.6, 'post the rest by hand if it was really used'],
  'M3/305': [0.5, 'send it with the right material'],
  'COUNTERSIGN/QUANTITY': [0.5, 'send it with a quantity'],
}

/** Refuses the message to its sender; nothing goes to the ERP. Always possible, the last resort where nothing else fits. */
export const reject: Correction = {
  action: 'reject',
  risk: 'low',
  isWhole: true,
  offer({ findings }) {
    return findings.map((finding): Draft => {
      const [fit, instead] = HOPELESS[finding.check] ?? HOPELESS[finding.code] ?? [0.1, 'send it again once it is right']
      return { finding, cause: finding.cause, changes: [], advice: `Reject it: ${instead}.`, fit }
    })
  },
}
