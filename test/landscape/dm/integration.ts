import { randomUUID } from 'node:crypto'
import { Router, json } from 'express'
import { refuse } from './errors.ts'
import { listOf, pageOf } from './pages.ts'

export type OverallStatus = 'NEW' | 'QUEUED' | 'FAILED_BEFORE_QUEUE' | 'IN_PROCESS' | 'DELIVERED' | 'COMPLETED' | 'FAILED' | 'INACTIVE'

interface Message {
  readonly id: string
  readonly plant: string
  readonly messageNumber: string
  readonly messageType: string
  overallStatus: OverallStatus
  readonly startedAt: string
  lastUpdatedOn: string
}

/** What became of one delivery to the ERP. */
export interface Delivery {
  readonly isDelivered: boolean
  readonly text: string
}

export interface Retries {
  /** Deliveries after the first one. */
  readonly count: number
  /** Milliseconds between two of them. */
  readonly delay: number
}

/** DM's integration messages: every posting to the ERP is one, delivered in the background and repeated when it fails. */
export class IntegrationMessages {
  readonly #all: Message[] = []
  readonly #retries: Retries
  readonly #running = new Set<Promise<void>>()
  #isClosed = false

  constructor(retries: Retries) {
    this.#retries = retries
  }

  /** Makes a message and has it delivered under its id, which it answers. */
  start(plant: string, messageType: string, deliver: (id: string) => Promise<Delivery>): string {
    const now = new Date().toISOString()
    const messageNumber = String(this.#all.length + 1).padStart(10, '0')
    const message: Message = {
      id: randomUUID(),
      plant,
      messageNumber,
      messageType,
      overallStatus: 'NEW',
      startedAt: now,
      lastUpdatedOn: now,
    }
    this.#all.push(message)
    const running = this.#deliver(message, deliver).finally(() => this.#running.delete(running))
    this.#running.add(running)
    return message.id
  }

  /** Starts no further delivery and resolves when the running ones have ended. */
  async close(): Promise<void> {
    this.#isClosed = true
    await Promise.all(this.#running)
  }

  /** `/integrationMessages` with its filters and pages, and `/integrationMessages/setToInactive`. */
  router(): Router {
    const router = Router()
    router.get('/integrationMessages', (request, response) => {
      const { plants, messageTypes, overallStatuses, createdOnFrom, createdOnTo, lastUpdatedOnFrom, lastUpdatedOnTo } = request.query
      const found = this.#all.filter(
        (each) =>
          isIn(plants, each.plant) &&
          isIn(messageTypes, each.messageType) &&
          isIn(overallStatuses, each.overallStatus) &&
          isWithin(each.startedAt, createdOnFrom, createdOnTo) &&
          isWithin(each.lastUpdatedOn, lastUpdatedOnFrom, lastUpdatedOnTo),
      )
      const isAscending = listOf(request.query.sort).some((each) => each.toUpperCase() === 'ASC')
      const sorted = isAscending ? found : found.toReversed()
      const shown = sorted.map(({ id, plant, messageNumber, messageType, overallStatus }) => ({
        id,
        plant,
        messageNumber,
        messageType,
        overallStatus,
      }))
      response.json(pageOf(request, shown, 20, true))
    })
    router.post('/integrationMessages/setToInactive', json(), (request, response) => {
      const ids: unknown = request.body
      if (!Array.isArray(ids)) refuse(400, 'integration.request.invalid', 'The body must be an array of message ids')
      const messages = ids.map((id) => this.#all.find((each) => each.id === id))
      if (messages.includes(undefined)) refuse(404, 'integration.message.notFound', 'An integration message does not exist')
      for (const each of messages) if (each) change(each, 'INACTIVE')
      response.json(ids)
    })
    return router
  }

  async #deliver(message: Message, deliver: (id: string) => Promise<Delivery>): Promise<void> {
    change(message, 'IN_PROCESS')
    for (let tried = 0; tried <= this.#retries.count && !this.#isClosed && message.overallStatus === 'IN_PROCESS'; tried++) {
      if (tried > 0) await new Promise((resolve) => setTimeout(resolve, this.#retries.delay))
      const delivery = await deliver(message.id).catch((error: unknown) => ({ isDelivered: false, text: String(error) }))
      if (delivery.isDelivered) {
        change(message, 'COMPLETED')
        return
      }
    }
    if (message.overallStatus === 'IN_PROCESS') change(message, 'FAILED')
  }
}

function change(message: Message, status: OverallStatus): void {
  message.overallStatus = status
  message.lastUpdatedOn = new Date().toISOString()
}

function isIn(parameter: unknown, value: string): boolean {
  const wanted = listOf(parameter)
  return wanted.length === 0 || wanted.includes(value)
}

function isWithin(at: string, from: unknown, to: unknown): boolean {
  const time = Date.parse(at)
  return !(typeof from === 'string' && time < Date.parse(from)) && !(typeof to === 'string' && time > Date.parse(to))
}
