import { missingAuthorisations, userExits } from '../s4/model/sets/internal.ts'
import type { Fault } from '../s4/faults.ts'
import { failure } from './build.ts'
import { ofType } from './changes.ts'
import { confirmation, goodsReceipt, issueOfPart, issueOfPowder, orderChange } from './messages.ts'

const technical = { cause: 'interface', queue: 'integration', foreseeable: true } as const
const authorisation = {
  cause: 'authorisation',
  queue: 'security',
  foreseeable: 'roles of the technical user are not shown by any service: it learns what it may do when it does it',
} as const
const overload = {
  cause: 'overload',
  queue: 'automatic',
  foreseeable: 'the ERP is out of breath at that moment only',
} as const

/** What the interface, a role, the gateway or the customer's own program refuses. */
export const interfaceFailures = [
  failure({
    ...technical,
    name: 'movement type not possible',
    catalogue: '26',
    code: 'M7/096',
    mistake: (scene) => confirmation(scene, {}, [issueOfPart(scene, { GoodsMovementType: '291' }), issueOfPowder(scene)]),
  }),
  failure({
    ...technical,
    name: 'reference of a receipt missing',
    catalogue: '50',
    code: 'MM_IM_ODATA_API_MDOC/011',
    message: (scene) => goodsReceipt(scene),
    mistake: (scene) => goodsReceipt(scene, { GoodsMovementRefDocType: '' }),
  }),
  failure({
    ...technical,
    name: 'service version not active',
    catalogue: '52',
    code: '/IWFND/MED/170',
    foreseeable: 'which versions of a service are active is known to the gateway only',
    message: (scene) => goodsReceipt(scene),
    mistake: (scene) => ({ ...goodsReceipt(scene), service: 'API_MATERIAL_DOCUMENT_SRV;v=3' }),
  }),
  failure({
    name: 'token not valid',
    catalogue: '53',
    code: '403',
    cause: 'interface',
    queue: 'automatic',
    foreseeable: 'a session ends when the ERP says so',
    // A client that fetches another one is refused once more.
    faults: ({ isProcess }) => ({ next: [{ ...onConfirmations(isProcess), fault: 'csrfExpired', times: 2 }] }),
  }),
  failure({
    name: 'order changed in the meantime',
    catalogue: '54a',
    code: '412',
    cause: 'lock',
    queue: 'automatic',
    foreseeable: 'somebody else changes the order between reading and changing it',
    message: (scene) => orderChange(scene, '*'),
    mistake: (scene) => orderChange(scene, `W/"'20200101000000'"`),
  }),
  failure({
    name: 'change without the state it was made for',
    catalogue: '54b',
    code: '428',
    cause: 'interface',
    queue: 'automatic',
    foreseeable: 'changes of orders pass unjudged: a rule of the protocol, told before anything is looked at',
    message: (scene) => orderChange(scene, '*'),
    mistake: (scene) => orderChange(scene, undefined),
  }),
  failure({
    ...authorisation,
    name: 'no authorisation for the movement type',
    catalogue: '55c',
    code: 'M7/911',
    spoil(scene) {
      ofType(scene, 'ZAUT')
      scene.books.insert(missingAuthorisations.name, { ManufacturingOrderType: 'ZAUT', GoodsMovementType: '261' })
    },
  }),
  failure({
    ...authorisation,
    name: 'no authorisation to confirm',
    catalogue: '55c',
    code: 'RU/914',
    spoil(scene) {
      ofType(scene, 'ZCNF')
      scene.books.insert(missingAuthorisations.name, { ManufacturingOrderType: 'ZCNF', GoodsMovementType: '' })
    },
  }),
  failure({
    ...overload,
    name: 'too many requests',
    catalogue: '58a',
    code: '429',
    faults: ({ isProcess }) => ({ next: [{ ...onConfirmations(isProcess), fault: 'http429', body: 'none', retryAfter: 1 }] }),
  }),
  failure({
    ...overload,
    name: 'ERP down',
    catalogue: '58d',
    code: '503',
    faults: ({ isProcess }) => ({ next: [{ ...onConfirmations(isProcess), fault: 'http503', body: 'html' }] }),
  }),
  failure({
    name: "customer's own check",
    // Nobody knows it: it's named by whoever does.
    catalogue: '',
    code: 'ZPP_MES/017',
    cause: 'unknown',
    queue: 'integration',
    foreseeable: "a program of the customer's own, with rules that only they know",
    spoil(scene) {
      ofType(scene, 'ZEXT')
      const message = { messageClass: 'ZPP_MES', messageNumber: '017', text: 'Kanban card of order & has not been scanned' }
      scene.books.insert(userExits.name, { ManufacturingOrderType: 'ZEXT', ...message })
    },
  }),
]

/** The document is there, its answer never comes. */
export const lostAnswer = failure({
  name: 'answer lost',
  catalogue: '10',
  code: '',
  cause: 'unknownOutcome',
  queue: 'integration',
  foreseeable: 'the network breaks at that moment only',
  faults: ({ isProcess }) => ({ next: [{ ...onConfirmations(isProcess), fault: 'lostAnswer' }] }),
})

function onConfirmations(isProcess: boolean): Pick<Fault, 'method' | 'pathContains'> {
  return { method: 'POST', pathContains: isProcess ? 'ProcOrdConf2' : 'ProdnOrdConf2' }
}
