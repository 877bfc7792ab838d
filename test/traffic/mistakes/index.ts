import { batchMissing } from './batch-missing.ts'
import { duplicate } from './duplicate.ts'
import { entryError } from './entry-error.ts'
import { lateReceipt } from './late-receipt.ts'
import { masterData } from './master-data.ts'
import type { Mistake } from './mistake.ts'
import { orderStatus } from './order-status.ts'
import { overDelivery } from './over-delivery.ts'
import { period } from './period.ts'
import { physicalInventory } from './physical-inventory.ts'
import { qualityHold } from './quality-hold.ts'
import { scrapReasonRefused, scrapReasonWrong } from './scrap-reason.ts'
import { setupWaste } from './setup-waste.ts'
import { stockDeficit } from './stock-deficit.ts'
import { substitution } from './substitution.ts'
import { timeZone } from './time-zone.ts'
import { unitOfMeasure } from './unit-of-measure.ts'
import { wrongStorageLocation } from './wrong-storage-location.ts'

/** Everything that goes wrong in a shift. */
export const mistakes: readonly Mistake[] = [
  unitOfMeasure,
  batchMissing,
  orderStatus,
  period,
  stockDeficit,
  lateReceipt,
  wrongStorageLocation,
  masterData,
  overDelivery,
  timeZone,
  physicalInventory,
  qualityHold,
  scrapReasonRefused,
  setupWaste,
  substitution,
  entryError,
  duplicate,
  scrapReasonWrong,
]
