import { randomUUID } from 'node:crypto'
import { deliver, solutionFor, type Delivery, type Request } from './delivery.ts'
import type { V2Client } from '../../traffic/client.ts'

export type OverallStatus = 'NEW' | 'QUEUED' | 'FAILED_BEFORE_QUEUE' | 'IN_PROCESS' | 'DELIVERED' | 'COMPLETED' | 'FAILED' | 'INACTIVE'

/** What somebody wants posted. */
export interface Posting {
  readonly plant: string
  readonly messageType: string
  /** `sap.dsc.dm.ReportDIQuantityConfirmation.Requested.v1` */
  readonly eventType: string
  /** `1710/1000003/0010/100.0/0/CNF` */
  readonly businessObject: string
  /** What DM was told. */
  readonly payload: unknown
  /** @param key external key of the posting: the message's id */
  readonly request: (key: string) => Request
}

export interface Message extends Omit<Posting, 'request'> {
  readonly id: string
  readonly messageNumber: string
  readonly startedAt: string
  readonly request: Request
  overallStatus: OverallStatus
  lastUpdatedOn: string
  retryCount: number
  lastRetryTriggeredAt: string
  errorDetails: string
  possibleSolution: string
  response: string
}

export interface Retries {
  /** Deliveries after the first one; DM's own number is 5. */
  readonly count: number
  /** Milliseconds between two of them; 60,000 in DM, so that all are over within five minutes. */
  readonly delay: number
}

export interface QueueOptions {
  readonly retries: Retries
  /** Deliveries at the same time; further messages stay queued. */
  readonly parallel: number
  /** Whether postings of this kind can be made; one that can't never gets into the queue. */
  readonly isMapped: (plant: string, messageType: string) => boolean
}

/** DM's integration messages: every posting to the ERP is one, delivered in the background and repeated when it fails. */
export class IntegrationMessages {
  readonly #options: QueueOptions
  readonly #erp: V2Client
  readonly #running = new Set<Promise<void>>()
  readonly #waiting: (() => void)[] = []
  readonly #ending = new AbortController()
  #all: Message[] = []
  #busy = 0

  constructor(erp: V2Client, options: QueueOptions) {
    this.#erp = erp
    this.#options = options
  }

  get all(): readonly Message[] {
    return this.#all
  }

  byId(id: unknown): Message | undefined {
    return this.#all.find((each) => each.id === id)
  }

  /** Makes a message and has it delivered under its id, which it answers. */
  start(posting: Posting): string {
    const now = new Date().toISOString()
    const id = randomUUID()
    const message: Message = {
      ...posting,
      id,
      messageNumber: String(this.#all.length + 1).padStart(10, '0'),
      request: posting.request(id),
      overallStatus: 'NEW',
      startedAt: now,
      lastUpdatedOn: now,
      retryCount: 0,
      lastRetryTriggeredAt: '',
      errorDetails: '',
      possibleSolution: '',
      response: '',
    }
    this.#all.push(message)
    this.#run(this.#work(message))
    return id
  }

  /** Delivers failed messages once more, one after the other, in the background. */
  retry(messages: readonly Message[]): void {
    this.#run(this.#retryAll(messages.filter((each) => this.#queue(each))))
  }

  setToInactive(messages: readonly Message[]): void {
    for (const each of messages) change(each, 'INACTIVE')
  }

  /** Forgets all messages; what is being delivered ends unseen. */
  reset(): void {
    this.setToInactive(this.#all)
    this.#all = []
  }

  /** Starts no further delivery and resolves when the running ones have ended. */
  async close(): Promise<void> {
    this.#ending.abort()
    for (const next of this.#waiting.splice(0)) next()
    await Promise.all(this.#running)
  }

  #run(work: Promise<void>): void {
    const running = work.finally(() => this.#running.delete(running))
    this.#running.add(running)
  }

  #queue(message: Message): boolean {
    const isMapped = this.#options.isMapped(message.plant, message.messageType)
    change(message, isMapped ? 'QUEUED' : 'FAILED_BEFORE_QUEUE')
    if (!isMapped) {
      message.errorDetails = `No active collaboration link for ${message.messageType} in plant ${message.plant}`
      message.possibleSolution = 'Activate the collaboration link and retry the message.'
    }
    return isMapped
  }

  async #work(message: Message): Promise<void> {
    const { retries } = this.#options
    if (!this.#queue(message)) return
    for (let tried = 0; tried <= retries.count && isOpen(message) && !this.#ending.signal.aborted; tried++) {
      if (tried > 0) await this.#pause(retries.delay)
      if (await this.#try(message, tried > 0)) return
    }
    if (isOpen(message)) change(message, 'FAILED')
  }

  async #retryAll(messages: readonly Message[]): Promise<void> {
    for (const message of messages) if (!(await this.#try(message, true)) && isOpen(message)) change(message, 'FAILED')
  }

  /** One delivery; true when there's nothing left to do. */
  async #try(message: Message, isRetry: boolean): Promise<boolean> {
    await this.#turn()
    try {
      if (!isOpen(message) || this.#ending.signal.aborted) return false
      change(message, 'IN_PROCESS')
      if (isRetry) {
        message.retryCount += 1
        message.lastRetryTriggeredAt = new Date().toISOString()
      }
      const delivery = await deliver(this.#erp, message.request)
      note(message, delivery)
      if (delivery.result === 'failed') return false
      if (isOpen(message)) change(message, delivery.result === 'posted' ? 'COMPLETED' : 'DELIVERED')
      return true
    } finally {
      const next = this.#waiting.shift()
      if (next) next()
      else this.#busy -= 1
    }
  }

  /** Who ends hands its place to the next one that waits. */
  async #turn(): Promise<void> {
    if (this.#busy >= this.#options.parallel) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    else this.#busy += 1
  }

  /** Ends early when DM does. */
  #pause(milliseconds: number): Promise<void> {
    const { signal } = this.#ending
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer)
        signal.removeEventListener('abort', end)
        resolve()
      }
      const timer = setTimeout(end, milliseconds)
      signal.addEventListener('abort', end, { once: true })
    })
  }
}

function isOpen({ overallStatus }: Message): boolean {
  return ['NEW', 'QUEUED', 'IN_PROCESS'].includes(overallStatus)
}

function note(message: Message, delivery: Delivery): void {
  message.errorDetails = delivery.text
  message.possibleSolution = solutionFor(delivery)
  message.response = delivery.response
  message.lastUpdatedOn = new Date().toISOString()
}

function change(message: Message, status: OverallStatus): void {
  message.overallStatus = status
  message.lastUpdatedOn = new Date().toISOString()
}
