import type { Cause, Queue } from '../../../srv/domain/judgement.ts'
import type { FaultPlan } from '../s4/faults.ts'

type Row = Readonly<Record<string, unknown>>

/** What a failure is made of: data in the S/4 (by its admin port), and a message that meets them. Nothing in it is a magic value. */
export interface Arrangement {
  /** Rows that come first, in stored form: an order of its own, and materials where they are what is wrong. */
  readonly rows: readonly { readonly set: string; readonly rows: readonly Row[] }[]
  /** The DM's side of it, by its admin routes. */
  readonly shopFloor?: readonly { readonly set: string; readonly rows: readonly Row[] }[]
  /** What the network or the S/4 does at that moment. */
  readonly faults?: FaultPlan
  readonly message: FailingMessage
  readonly order: string
  readonly material: string
}

export interface FailingMessage {
  readonly service: string
  /** Below the service: `ProdnOrdConf2`, or a function with its parameters. */
  readonly path: string
  /** POST if empty. */
  readonly method?: string
  /** Besides those of JSON. */
  readonly headers?: Readonly<Record<string, string>>
  readonly body: Row
}

/** Makes one arrangement after the other different: own order, own materials, own keys. */
export interface Stage {
  /** Counts up over all arrangements of a run. */
  readonly index: number
  /** `YYYY-MM-DD` */
  readonly today: string
  /** Key of the message in the ERP. */
  readonly key: string
}

/** One failure of the catalogue, as the local landscape brings it about. */
export interface LandscapeFailure {
  /** `closed order` */
  readonly name: string
  /** ID of its entry in the failure catalogue; empty where the catalogue can't know it. */
  readonly catalogue: string
  /** What the S/4 answers when nobody foresees it: `RU/494`, or a status `423`; empty where no answer comes. */
  readonly code: string
  readonly cause: Cause
  /** Who can solve it. */
  readonly queue: Queue
  /** Reading can foresee it; else why it can't. */
  readonly foreseeable: true | string
  /** `isHealed`: the same scene with nothing spoiled, so that the message passes; shows that it's the data that makes the failure. */
  arrange(stage: Stage, isHealed?: boolean): Arrangement
}
