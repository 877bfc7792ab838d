import assert from 'node:assert/strict'
import { createServer, type RequestListener } from 'node:http'
import type { MessagePart, Movement } from '../../../srv/domain/message.ts'
import { buildPlant, type PlantOrder } from '../../landscape/plant/plant.ts'

type Row = Readonly<Record<string, unknown>>

export const SEED = 1
export const PLANT = '1710'
export const CREDENTIALS = { clientId: 'countersign', clientSecret: 'countersign' }

/** A released, inspected order of plant 1710 with something batch-managed in it, as the local DM and this test know it. */
export function someOrder(): PlantOrder {
  const plant = buildPlant(SEED, new Date())
  const order = [...plant.orders.values()].find(
    (each) => each.status === 'released' && each.plant === PLANT && plant.materials.get(each.material)?.type === 'FERT',
  )
  assert.ok(order)
  return order
}

/** A good batch of the supply location: free, and not expiring. */
export function someBatch(): { material: string; batch: string } {
  const plant = buildPlant(SEED, new Date())
  const stock = plant.stock.find(
    (each) =>
      each.plant === PLANT &&
      each.type === '01' &&
      plant.batches.some(({ id, material, expiresOn }) => id === each.batch && material === each.material && expiresOn === ''),
  )
  assert.ok(stock)
  return stock
}

const NOTHING: MessagePart = {
  kind: 'confirmation',
  method: 'POST',
  path: 'ProdnOrdConf2',
  headers: {},
  body: Buffer.from('{}'),
  plant: '',
  order: '',
  operation: '',
  material: '',
  workCenter: '',
  reason: '',
  isFinal: false,
  isReversal: false,
  externalKey: '',
  movements: [],
}

/** A message of one part that names only this. */
export function naming(named: Partial<MessagePart>): { parts: readonly MessagePart[] } {
  return { parts: [{ ...NOTHING, ...named }] }
}

export function movementOf(named: Partial<Movement>): Movement {
  return {
    material: '',
    plant: PLANT,
    storageLocation: '',
    batch: '',
    movementType: '261',
    order: '',
    reservation: '',
    reservationItem: '',
    reason: '',
    quantity: { value: '1', unit: 'PC' },
    ...named,
  }
}

/** The admin port of the local DM. */
export function deskOf(adminUrl: string) {
  const send = async (method: string, path: string, body: unknown): Promise<{ count: number }> => {
    const response = await fetch(`${adminUrl}/admin/${path}`, { method, body: JSON.stringify(body) })
    const text = await response.text()
    assert.equal(response.status, 200, text)
    return JSON.parse(text) as { count: number }
  }
  return {
    put: (set: string, ...rows: Row[]) => send('PUT', 'rows', { set, rows }),
    patch: (set: string, where: Row, values: Row) => send('PATCH', 'rows', { set, where, values }),
    remove: (set: string, where: Row) => send('DELETE', 'rows', { set, where }),
    reset: () => send('POST', 'reset', {}),
  }
}

/** A server that answers tokens as DM does and everything else as the test wants. */
export async function fakeDm(answer: RequestListener): Promise<{ destination: Destination; asked: string[]; close: () => Promise<void> }> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    if (request.url === '/oauth/token') {
      response.setHeader('content-type', 'application/json')
      response.end('{"access_token":"T","expires_in":3600}')
      return
    }
    asked.push(`${request.method} ${request.url}`)
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  return {
    destination: { url, tokenUrl: `${url}/oauth/token`, ...CREDENTIALS },
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

interface Destination {
  readonly url: string
  readonly tokenUrl: string
  readonly clientId: string
  readonly clientSecret: string
}
