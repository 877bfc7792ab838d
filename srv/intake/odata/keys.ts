import type { MessagePart } from '../../domain/message.ts'
import type { Target } from './target.ts'
import { dayOf, guidOf, operationOf, unpadded } from './values.ts'

/** What stands in the path and query of a posting. */

type Keys = Pick<MessagePart, 'order' | 'operation' | 'plant' | 'isReversal' | 'postingDate' | 'externalKey' | 'document'>

/** What the keys of an entity or the parameters of a function import say; what can't be read there is the ERP's to refuse. */
export function readKeys({ kind, query, last }: Pick<Target, 'kind' | 'query' | 'last'>): Keys {
  const parameters = new URLSearchParams(query)
  const keys = keysOf(last?.keys ?? '')
  const isOrder = last?.name.toLowerCase() === 'a_productionorder_2'
  const valueOf = (...names: string[]): string =>
    names.map((name) => unquoted(parameters.get(name) ?? '') || (keys.get(name) ?? '')).find((each) => each !== '') ?? ''
  const postingDate = dayOf(parameters.get('PostingDate') ?? '')
  const document = kind === 'cancellation' ? documentOf(valueOf) : undefined
  return {
    order: unpadded(valueOf('ManufacturingOrder', 'OrderID') || (isOrder ? (keys.get('') ?? '') : '')).slice(0, 12),
    operation: operationOf(valueOf('ManufacturingOrderOperation', 'OrderOperation')).slice(0, 4),
    plant: valueOf('Plant').slice(0, 4),
    isReversal: kind === 'cancellation',
    ...(postingDate === undefined ? {} : { postingDate }),
    externalKey: guidOf(parameters.get('ExternalSystemConfirmation') ?? '') ?? '',
    ...(document === undefined ? {} : { document }),
  }
}

/** What a cancellation takes back, numbered as the ERP answers it; undefined when it doesn't say all of it. */
function documentOf(valueOf: (name: string) => string): string | undefined {
  const confirmation = [valueOf('ConfirmationGroup'), valueOf('ConfirmationCount')]
  const materialDocument = [valueOf('MaterialDocumentYear'), valueOf('MaterialDocument')]
  return [confirmation, materialDocument]
    .map((keys) => keys.map((each) => unpadded(each.trim())))
    .find((keys) => keys.every((each) => /^\w{1,10}$/.test(each)))
    ?.join('/')
}

/** `ManufacturingOrder='1',Item='2'` → by name; a lone `'1'` stands under the empty name. */
function keysOf(predicate: string): Map<string, string> {
  const found = predicate.matchAll(/(?:(\w+)\s*=\s*)?'((?:[^']|'')*)'/g)
  return new Map([...found].map(([, name, value]) => [name ?? '', (value ?? '').replaceAll("''", "'")]))
}

function unquoted(literal: string): string {
  return literal.replace(/^'(.*)'$/s, '$1').replaceAll("''", "'")
}
