import type { Service } from '../contract.ts'
import { materialStocks, stocks } from './sets/material-stock.ts'

/** Stock as accounting sees it; read only. */
export const materialStockService: Service = {
  name: 'API_MATERIAL_STOCK_SRV',
  namespace: 'API_MATERIAL_STOCK_SRV',
  sets: [materialStocks, stocks],
  functions: [],
  create: {},
  update: {},
}
