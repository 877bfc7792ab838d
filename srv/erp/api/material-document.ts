import { entityApi } from './entity.ts'

/** Material documents: `API_MATERIAL_DOCUMENT_SRV`; what is asked by. */
export const MATERIAL_DOCUMENT = 'API_MATERIAL_DOCUMENT_SRV'

const headers = {
  MaterialDocumentYear: 'Edm.String',
  MaterialDocument: 'Edm.String',
  CreationDate: 'Edm.DateTime',
  CreationTime: 'Edm.Time',
  CreatedByUser: 'Edm.String',
  ReferenceDocument: 'Edm.String',
} as const
const items = {
  MaterialDocumentYear: 'Edm.String',
  MaterialDocument: 'Edm.String',
  MaterialDocumentItem: 'Edm.String',
  Material: 'Edm.String',
  Plant: 'Edm.String',
  StorageLocation: 'Edm.String',
  Batch: 'Edm.String',
  GoodsMovementType: 'Edm.String',
  ManufacturingOrder: 'Edm.String',
  QuantityInEntryUnit: 'Edm.Decimal',
  EntryUnit: 'Edm.String',
  ReversedMaterialDocument: 'Edm.String',
  GoodsMovementIsCancelled: 'Edm.Boolean',
} as const
const HEADER_KEYS = ['MaterialDocumentYear', 'MaterialDocument'] as const
const ITEM_KEYS = [...HEADER_KEYS, 'MaterialDocumentItem'] as const

/** Items alone. */
export const plainItems = entityApi(MATERIAL_DOCUMENT, 'A_MaterialDocumentItem', ITEM_KEYS, items)
const plainHeaders = entityApi(MATERIAL_DOCUMENT, 'A_MaterialDocumentHeader', HEADER_KEYS, headers)

export const materialDocuments = entityApi(MATERIAL_DOCUMENT, 'A_MaterialDocumentHeader', HEADER_KEYS, headers, {
  to_MaterialDocumentItem: { isMany: true, to: plainItems },
})
export const materialDocumentItems = entityApi(MATERIAL_DOCUMENT, 'A_MaterialDocumentItem', ITEM_KEYS, items, {
  to_MaterialDocumentHeader: { isMany: false, to: plainHeaders },
})
