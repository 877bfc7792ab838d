import { entityApi } from './entity.ts'

/** Material documents: `API_MATERIAL_DOCUMENT_SRV`. */
export const MATERIAL_DOCUMENT = 'API_MATERIAL_DOCUMENT_SRV'

const items = entityApi(MATERIAL_DOCUMENT, 'A_MaterialDocumentItem', ['MaterialDocumentYear', 'MaterialDocument', 'MaterialDocumentItem'], {
  MaterialDocumentYear: 'Edm.String',
  MaterialDocument: 'Edm.String',
  MaterialDocumentItem: 'Edm.String',
  Material: 'Edm.String',
  GoodsMovementType: 'Edm.String',
  ManufacturingOrder: 'Edm.String',
  EntryUnit: 'Edm.String',
  QuantityInEntryUnit: 'Edm.Decimal',
})

export const materialDocuments = entityApi(
  MATERIAL_DOCUMENT,
  'A_MaterialDocumentHeader',
  ['MaterialDocumentYear', 'MaterialDocument'],
  {
    MaterialDocumentYear: 'Edm.String',
    MaterialDocument: 'Edm.String',
    CreationDate: 'Edm.DateTime',
    CreationTime: 'Edm.Time',
    CreatedByUser: 'Edm.String',
    ReferenceDocument: 'Edm.String',
  },
  { to_MaterialDocumentItem: { isMany: true, to: items } },
)
export type MaterialDocument = InstanceType<typeof materialDocuments.entityConstructor>
