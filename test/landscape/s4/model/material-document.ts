import type { Property, Service } from '../contract.ts'
import { cancelMaterialDocument, cancelMaterialDocumentItem, createMaterialDocument } from '../postings/material-document.ts'
import { dates, identifiers } from './properties.ts'
import { materialDocumentItems, materialDocuments, serialNumbers } from './sets/material-document.ts'

const required = (properties: readonly Property[]) => properties.map((each) => ({ ...each, isRequired: true }))
const postingDate = dates(['PostingDate']).map((each) => ({ ...each, isRequired: false }))

/** Goods movements: created by their header with its items, cancelled whole or item by item. */
export const materialDocumentService: Service = {
  name: 'API_MATERIAL_DOCUMENT_SRV',
  namespace: 'API_MATERIAL_DOCUMENT_SRV',
  sets: [materialDocuments, materialDocumentItems, serialNumbers],
  functions: [
    {
      name: 'Cancel',
      method: 'POST',
      parameters: [...required(identifiers({ MaterialDocumentYear: 4, MaterialDocument: 10 })), ...postingDate],
      returns: { set: materialDocuments.name, isMany: false },
      run: cancelMaterialDocument,
    },
    {
      name: 'CancelItem',
      method: 'POST',
      parameters: [...required(identifiers({ MaterialDocumentYear: 4, MaterialDocument: 10, MaterialDocumentItem: 4 })), ...postingDate],
      returns: { set: materialDocumentItems.name, isMany: false },
      run: cancelMaterialDocumentItem,
    },
  ],
  create: { [materialDocuments.name]: createMaterialDocument },
  update: {},
}
