import type { Service } from '../contract.ts'
import {
  productDescriptions,
  productPlants,
  products,
  productStorageLocations,
  productUnits,
  productValuations,
  productWorkSchedulings,
} from './sets/product.ts'

/** Material master; read only here. */
export const productService: Service = {
  name: 'API_PRODUCT_SRV',
  namespace: 'API_PRODUCT_SRV',
  sets: [products, productDescriptions, productPlants, productStorageLocations, productUnits, productValuations, productWorkSchedulings],
  functions: [],
  create: {},
  update: {},
}
