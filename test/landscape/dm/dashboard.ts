import { Router, json } from 'express'
import { refuse } from './errors.ts'
import type { IntegrationMessages, Message } from './integration.ts'
import { listOf, pageOf } from './pages.ts'
import { bodyOf, textOf } from './read.ts'

/** The public list: `/integrationMessages` with its filters and pages, and `/integrationMessages/setToInactive`. It tells no error. */
export function integrationMessages(messages: IntegrationMessages): Router {
  const router = Router()
  router.get('/integrationMessages', (request, response) => {
    const { plants, messageTypes, overallStatuses, createdOnFrom, createdOnTo, lastUpdatedOnFrom, lastUpdatedOnTo } = request.query
    const found = messages.all.filter(
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
    response.json(pageOf(request.query, shown, 20, true))
  })
  router.post('/integrationMessages/setToInactive', json(), (request, response) => {
    const ids: unknown = request.body
    if (!Array.isArray(ids)) refuse(400, 'integration.request.invalid', 'The body must be an array of message ids')
    messages.setToInactive(found(messages, ids))
    response.json(ids)
  })
  return router
}

/** What the dashboard itself uses, and so do plugins: items with error, advice and retries; the files of an item; `batchRetry`. */
export function messageDashboard(messages: IntegrationMessages): Router {
  const router = Router()
  router.get('/IntegrationMessageItems', (request, response) => {
    const id = /^messageHeader\/id eq '([^']*)'$/.exec(textOf(request.query.$filter))?.[1]
    if (id === undefined) refuse(400, 'integration.filter', "Only the filter messageHeader/id eq '…' is supported")
    const message = messages.byId(id)
    response.json({ '@odata.context': '$metadata#IntegrationMessageItems', value: message ? [itemOf(message)] : [] })
  })
  router.get('/files/:file', (request, response) => {
    const [id, kind] = request.params.file.split('.')
    const message = messages.byId(id)
    const content = message && filesOf(message)[kind ?? '']
    if (content === undefined) refuse(404, 'integration.file.notFound', `File ${request.params.file} does not exist`)
    response.type('text/plain').send(content)
  })
  router.post('/integrationMessages/batchRetry', json(), (request, response) => {
    const { requests, retryMode } = bodyOf(request.body)
    if (!Array.isArray(requests) || requests.length === 0) refuse(400, 'integration.request.invalid', 'requests is a list of messages')
    if (retryMode !== 'SEQUENTIAL') refuse(400, 'integration.request.invalid', 'retryMode must be SEQUENTIAL')
    const wanted = requests.map(bodyOf)
    const all = found(
      messages,
      wanted.map((each) => each.messageId),
    )
    const other = all.find((each, index) => each.overallStatus !== wanted[index]?.retryStatus || !isRetryable(each))
    if (other) refuse(400, 'integration.message.status', `Message ${other.id} is ${other.overallStatus} and can't be retried`)
    messages.retry(all)
    response.status(202).json({ messageIds: all.map((each) => each.id) })
  })
  return router
}

const isRetryable = ({ overallStatus }: Message): boolean => overallStatus === 'FAILED' || overallStatus === 'FAILED_BEFORE_QUEUE'

function found(messages: IntegrationMessages, ids: readonly unknown[]): Message[] {
  return ids.map((id) => messages.byId(id) ?? refuse(404, 'integration.message.notFound', 'An integration message does not exist'))
}

function itemOf(message: Message): Record<string, unknown> {
  const { id, overallStatus, lastRetryTriggeredAt } = message
  const files = Object.keys(filesOf(message)).map((kind) => [`${kind}FileId`, `${id}.${kind}`] as const)
  return {
    id: `${id}-1`,
    messageHeader: { id },
    eventType: message.eventType,
    businessObjectIdentifier: message.businessObject,
    requestUrl: `/${message.request.service}/${message.request.set}`,
    status: overallStatus,
    errorDetails: message.errorDetails,
    possibleSolution: message.possibleSolution,
    correlationId: id,
    processingType: 'Q',
    topicName: message.eventType.split('.').slice(0, -1).join('/'),
    retryCount: message.retryCount,
    producerRetryable: overallStatus === 'FAILED_BEFORE_QUEUE',
    consumerRetryable: overallStatus === 'FAILED',
    startedAt: message.startedAt,
    lastUpdatedAt: message.lastUpdatedOn,
    lastRetryTriggeredAt: lastRetryTriggeredAt === '' ? null : lastRetryTriggeredAt,
    duration: durationOf(Date.parse(message.lastUpdatedOn) - Date.parse(message.startedAt)),
    ...Object.fromEntries(files),
  }
}

function filesOf(message: Message): Readonly<Record<string, string>> {
  const payload = JSON.stringify(message.payload)
  return { rawMessage: payload, eventPayload: payload, requestBody: message.request.body, responseBody: message.response }
}

/** `PT5M5S` */
function durationOf(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000)
  const seconds = (milliseconds % 60_000) / 1000
  return `PT${minutes > 0 ? `${minutes}M` : ''}${seconds}S`
}

function isIn(parameter: unknown, value: string): boolean {
  const wanted = listOf(parameter)
  return wanted.length === 0 || wanted.includes(value)
}

function isWithin(at: string, from: unknown, to: unknown): boolean {
  const time = Date.parse(at)
  return !(typeof from === 'string' && time < Date.parse(from)) && !(typeof to === 'string' && time > Date.parse(to))
}
