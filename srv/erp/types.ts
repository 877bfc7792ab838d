import type { Readable } from 'node:stream'
import type { Context } from '../domain/context.ts'
import type { ErpError } from '../domain/judgement.ts'
import type { CircuitState } from '../line/lane.ts'
import type { FieldChange, Headers, MessagePart, PatchOperation, RawResponse, SenderSession, SyncMessage } from '../domain/message.ts'

/** One posting on its way: parts as they will be sent (patched, key inserted). */
export interface Posting {
  readonly service: string
  /** From the root of the server, query included; used as it is unless it is a change set. */
  readonly path: string
  readonly method: string
  readonly headers: Headers
  readonly isChangeSet: boolean
  readonly parts: readonly {
    readonly kind: MessagePart['kind']
    readonly method: string
    readonly path: string
    readonly headers: Headers
    readonly body: Buffer
    readonly key: string
  }[]
}

export interface ErpDocument {
  /** Position of the part. */
  readonly part: number
  /** `207/1` (confirmation group/count) or `2026/4900000012` (year/material document). */
  readonly number: string
}

export type PostAnswer =
  | {
      readonly state: 'answered'
      readonly response: RawResponse
      readonly isSuccess: boolean
      readonly documents: readonly ErpDocument[]
      readonly error?: ErpError
      /** What the ERP said beside a success: movements put aside, warnings. */
      readonly remarks?: readonly ErpError[]
      readonly isCsrfFailure: boolean
    }
  /** The request left, no answer came: the ERP may have committed, or may still commit. */
  | { readonly state: 'lost'; readonly reason: string }
  /**
   * The request never left (no connection, destination unknown): safe to try again. With `retryAfter`, in seconds, nothing was even tried: the ERP
   * can't be reached these days, or has more to do than it can; that counts as no attempt.
   */
  | { readonly state: 'notSent'; readonly reason: string; readonly retryAfter?: number }

/** Of these documents, numbered as in `ErpDocument`, those that came of other messages. */
export type Known = (documents: readonly string[]) => Promise<readonly string[]>

export type LookUp =
  /** `response` is what a sender gets who asks again: 201 with the document as the ERP shows it now. */
  | { readonly state: 'found'; readonly documents: readonly ErpDocument[]; readonly response: RawResponse }
  | { readonly state: 'notFound' }
  | { readonly state: 'ambiguous'; readonly candidates: readonly string[] }
  | { readonly state: 'impossible'; readonly reason: string }

export type ErpContext = Pick<
  Context,
  'orders' | 'materials' | 'stock' | 'batches' | 'workCenters' | 'expected' | 'expectedWork' | 'unread' | 'replicas'
>

/** What must be known of a part to write into its body; without a path or category a confirmation is taken for a production order's. */
export type Written = Pick<MessagePart, 'kind' | 'body'> & Partial<Pick<MessagePart, 'path' | 'orderCategory'>>

/** Copies of what changes slowly, by key (`product/FG126`, `order/1000001`); whoever makes the gateway says where they are kept. */
export interface Replicas {
  /** Copies that are young enough to be used; content is what `put` was given. */
  get(keys: readonly string[]): Promise<readonly { readonly key: string; readonly readAt: string; readonly content: unknown }[]>
  /** Never rejects: a copy that can't be kept is read again next time. */
  put(copies: readonly { readonly key: string; readonly content: unknown }[]): Promise<void>
}

/** The only place that knows S/4's field names on the way out. */
export interface ErpGateway {
  /**
   * Any request, unchanged but for hop-by-hop headers and credentials; streamed both ways. Rejects when there is no answer; the error has
   * `retryAfter`, in seconds, when nothing was tried.
   */
  forward(request: {
    method: string
    path: string
    headers: Headers
    body: Readable | Buffer
    signal?: AbortSignal
  }): Promise<{ status: number; headers: Headers; body: Readable }>
  /**
   * One wave of reads, all at once; a second one only for what an order says of which there's no copy yet. Never rejects: what can't be
   * read in time is named in `unread`. What changes slowly comes from replicas where they are young enough, and they are named in
   * `replicas`; with `isLive` it is read, and they are renewed.
   */
  readContext(message: Pick<SyncMessage, 'parts'>, timeout: number, isLive?: boolean): Promise<ErpContext>
  /** One POST or one change set; raw bytes; no retry. With `session` the sender's own token and cookie are used, else our own (fetched again once on a stale token). */
  post(posting: Posting, session?: SenderSession, timeout?: number): Promise<PostAnswer>
  /** Would a posting leave now? `closed` where there's no circuit that could open. */
  postingState(): CircuitState
  /** Is there a document for this posting? By key where it has one, else by fingerprint among those that are none of the `known`. */
  lookUp(posting: Posting, since: Date, known: Known): Promise<LookUp>
  /**
   * Of these documents, numbered as in `ErpDocument`, those that the ERP's books show as taken back, wholly or in part. What can't be read is left
   * out. Never rejects.
   */
  reversedAmong(documents: readonly string[]): Promise<readonly string[]>
  /** JSON Patch on the raw body of a part for changes in our words. */
  patchOf(part: Written, changes: readonly FieldChange[]): PatchOperation[]
  /** Lossless: what isn't patched stays byte for byte the same number or text. */
  applyPatch(body: Buffer, patch: readonly PatchOperation[]): Buffer
  /** Puts our key into an empty `ExternalSystemConfirmation` / `ReferenceDocument`; answers the body to send and the key that can be looked up (empty: fingerprint only). */
  withKey(part: Pick<MessagePart, 'kind' | 'body'>, attemptKey: string): { body: Buffer; key: string }
  /** The error of an answer that is none of 2xx. */
  errorOf(response: RawResponse): ErpError
}
