import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import cds from '@sap/cds'
import { type Control, openControl } from './stand.ts'

interface Key {
  readonly name: string
  readonly '@mandatory'?: boolean
}
interface Maintained {
  readonly name: string
  readonly keys: Readonly<Record<string, Key>>
  readonly '@odata.draft.enabled'?: boolean
  readonly '@Capabilities.InsertRestrictions.Insertable'?: boolean
}

let control: Control

before(async () => {
  control = await openControl()
})
after(() => control.close())

/** What administrators keep up, as the model has it. */
function maintained(): Maintained[] {
  const { ControlService } = cds.services as unknown as { ControlService: { readonly entities: Iterable<Maintained> } }
  return [...ControlService.entities].filter((each) => each['@odata.draft.enabled'] === true)
}

test('an entry without anything is refused with what is missing, or begun where all may come later; nothing breaks', async () => {
  const seen: string[] = []
  for (const { name, keys, '@Capabilities.InsertRestrictions.Insertable': isInsertable = true } of maintained()) {
    const set = name.slice(name.indexOf('.') + 1)
    const missing = Object.values(keys).flatMap((key) => (key['@mandatory'] ? [key.name] : []))
    for (const given of [{}, { IsActiveEntity: false }]) {
      const { status, body } = await control.ask('POST', set, given)
      const said = `${set}: ${JSON.stringify(body)}`
      assert.equal(status, isInsertable ? (missing.length > 0 ? 400 : 201) : 405, said)
      if (status !== 400) continue
      assert.equal(body.error?.target, missing[0], said)
      assert.match(body.error?.message ?? '', /missing value/, said)
    }
    assert.equal((await control.ask('POST', set, { IsActiveEntity: true })).status, isInsertable ? 400 : 405, set)
    seen.push(set)
  }
  assert.deepEqual(seen.sort(), [
    ...['FailureCodes', 'LearningSettings', 'Policies', 'QueueTargets', 'ReasonMappings', 'SenderRules', 'SenderSettings'],
  ])
})

test('what is missing is said in German, too', async () => {
  const { status, body } = await control.ask('POST', 'SenderSettings', {}, 'admin', 'de')
  assert.deepEqual([status, body.error?.target], [400, 'sender'])
  assert.doesNotMatch(body.error?.message ?? '', /Provide|ASSERT/)
})

test('limits and tolerances without anything are refused when their policy is saved', async () => {
  const policy = `Policies(kind='*',plant='*',IsActiveEntity=false)`
  for (const part of ['limits', 'tolerances']) {
    await control.ask('POST', `${policy.replace('false', 'true')}/ControlService.draftEdit`, {})
    await control.ask('PATCH', policy, { reason: 'Stricter' })
    assert.equal((await control.ask('POST', `${policy}/${part}`, {})).status, 201)
    assert.equal((await control.ask('POST', `${policy}/ControlService.draftActivate`, {})).status, 400, part)
    await control.ask('DELETE', policy)
  }
})
