import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import cds from '@sap/cds'
import { AuditLog, Cases, DriftEvents, ModelFigures, ModelVersions } from '#cds-models/countersign'
import { createRanker } from '../../../srv/causes/index.ts'
import { fakeErp } from '../pipeline/fake-erp.ts'
import { startLearning } from '../../../srv/pipeline/learn/learning.ts'
import { CASES, DRIFT, figuresOf, MODELS, VERSIONS } from './models-made.ts'
import { type Answer, type Control, openControl, type Row } from './stand.ts'

const VIEWS = [
  ...(['ModelFigures', 'ModelHeadlines', 'ModelMeasures', 'ModelCalibration', 'ModelConfusion', 'ModelCauses', 'ModelLearning'] as const),
  ...(['ModelVersions', 'ModelStates', 'DriftEvents', 'WeeklyFigures', 'LearningSettings'] as const),
]
const SETTINGS = `LearningSettings(ID='1',IsActiveEntity=true)`
const REASON = { reason: 'Better in the shadow' }
const model = (version: string, rest = '') => `ModelVersions('${version}')${rest}`
const act = (version: string, action: string) => model(version, `/ControlService.${action}`)
const withIds = (rows: readonly Row[]) => rows.map((row) => ({ ID: cds.utils.uuid(), ...row })) as never

let control: Control

before(async () => {
  control = await openControl()
  await INSERT.into(DriftEvents).entries(withIds(DRIFT))
  await INSERT.into(Cases).entries(withIds(CASES))
})
after(() => control.close())
beforeEach(async () => {
  await DELETE.from(ModelVersions)
  await INSERT.into(ModelVersions).entries(MODELS as never)
  await INSERT.into(ModelFigures).entries(withIds([...figuresOf('champion'), ...figuresOf('challenger', -0.01)]))
})

const rows = async (path: string, user = 'controller'): Promise<Row[]> => {
  const answer = await control.ask('GET', path, undefined, user)
  assert.equal(answer.status, 200, path)
  return answer.body.value ?? []
}
const stateOf = async (version: string) => (await SELECT.one.from(ModelVersions).columns('status').where({ version }))?.status
const refusedWith = ({ status, body }: Answer, expected: number, code: string): void =>
  assert.deepEqual([status, body.error?.code], [expected, code])

describe('who may do what', () => {
  for (const user of ['admin', 'controller', 'auditor'])
    test(`${user} reads models and figures`, async () => {
      for (const view of VIEWS) await rows(view, user)
      await rows(model(VERSIONS.champion, '/measures'), user)
      await rows(model(VERSIONS.champion, '/weeks'), user)
    })

  for (const user of ['planner', 'supervisor', 'dm'])
    test(`${user} reads nothing of it`, async () => {
      for (const view of VIEWS) assert.equal((await control.ask('GET', view, undefined, user)).status, 403, view)
    })

  for (const user of ['controller', 'auditor', 'planner', 'supervisor'])
    test(`${user} decides nothing`, async () => {
      for (const path of [act(VERSIONS.challenger, 'promote'), act(VERSIONS.challenger, 'discard'), 'rollBack'])
        assert.equal((await control.ask('POST', path, REASON, user)).status, 403, path)
      assert.equal((await control.ask('POST', 'trainChallenger', {}, user)).status, 403)
      assert.equal((await control.edit(SETTINGS, { window: 5000 }, user)).status, 403)
    })

  test('nobody writes models, figures or drift', async () => {
    for (const view of VIEWS.slice(0, -1)) assert.ok([403, 405].includes((await control.ask('POST', view, {})).status), view)
    assert.equal((await control.ask('DELETE', model(VERSIONS.dropped))).status, 405)
  })

  test('only administrators are offered to decide, and only where it leads somewhere', async () => {
    const offered = async (user: string) =>
      (await rows('ModelVersions?$select=status,isPromotable,isDiscardable&$orderby=status', user)).map((row) => [
        row.status,
        row.isPromotable,
        row.isDiscardable,
      ])
    const champion = ['champion', false, false]
    const dropped = ['dropped', false, false]
    assert.deepEqual(await offered('admin'), [['challenger', true, true], champion, dropped, ['retired', true, false]])
    assert.deepEqual(await offered('controller'), [['challenger', false, false], champion, dropped, ['retired', false, false]])
  })

  test('the bytes of a model never leave', async () => {
    const [row] = await rows(`ModelVersions?$top=1`)
    assert.ok(row && !('bytes' in row) && !('assessment' in row))
  })
})

describe('the figures of a model', () => {
  test('come down to one line beside the model', async () => {
    const { body } = await control.ask('GET', model(VERSIONS.challenger, '?$expand=headline'))
    const { logLoss, rulesLogLoss, criticality, firstCause, gatePrecision, gateMessages, shadowMessages, z } = body.headline as Row
    assert.deepEqual([logLoss, rulesLogLoss, criticality, firstCause], ['0.4000', '0.6200', 3, '78.7'])
    assert.deepEqual([gatePrecision, gateMessages, shadowMessages, z], ['99.02', 610, 640, '1.87'])
  })

  test('are told by who is asked', async () => {
    const [row] = await rows(model(VERSIONS.champion, `/measures?$filter=name eq 'logLoss'`))
    assert.deepEqual([row?.both, row?.ofModel, row?.ofRules, row?.messages], [0.41, 0.44, 0.63, 1000])
    assert.equal((await rows(model(VERSIONS.retired, '/measures'))).length, 0)
  })

  test('of calibration and learning are points in order', async () => {
    const predicted = (await rows(model(VERSIONS.champion, '/calibration?$orderby=position'))).map((row) => row.predicted)
    assert.deepEqual(predicted, [0.004, 0.012, 0.03, 0.07, 0.14, 0.26, 0.41, 0.6, 0.81, 0.96])
    assert.deepEqual(
      (await rows(model(VERSIONS.champion, '/learning?$orderby=position'))).map((row) => row.cases),
      [1250, 2500, 5000],
    )
  })

  test('of causes carry their names in the language of the reader', async () => {
    const [row] = await rows(model(VERSIONS.champion, `/causes?$filter=cause eq 'stockDeficit'&$expand=causeText&sap-locale=de`))
    assert.deepEqual([row?.failures, (row?.causeText as Row).name], [34, 'Bestand reicht nicht'])
    assert.ok(Number(row?.recallLow) < Number(row?.recall) && Number(row?.recall) < Number(row?.recallHigh))
    const [taken] = await rows(model(VERSIONS.champion, `/confusion?$filter=truth eq 'stockDeficit' and said ne truth&$expand=saidText`))
    assert.deepEqual([taken?.messages, (taken?.saidText as Row).name], [5, 'Waste while setting up'])
  })

  test('drift is told with the model that was at work', async () => {
    const drift = await rows(model(VERSIONS.champion, '/drift?$orderby=at&$expand=featureText'))
    assert.deepEqual(
      drift.map((row) => row.kind),
      ['logLoss', 'feature'],
    )
    assert.equal((drift[1]?.featureText as Row).name, 'Yield ÷ planned quantity')
  })
})

describe('week by week', () => {
  const told = (row: Row | undefined) => [
    row?.week,
    row?.opinion,
    row?.failuresHeld,
    row?.healthyHeld,
    row?.firstCause,
    row?.firstCausePercent,
  ]

  test('rules, model and both are compared on what is known', async () => {
    const all = await rows('WeeklyFigures')
    assert.equal(all.length, 6)
    assert.deepEqual(all.slice(0, 3).map(told), [
      ['2026-W11', 'rules', 3, 2, 0, 0],
      ['2026-W11', 'model', 3, 1, 3, 100],
      ['2026-W11', 'both', 3, 0, 2, 66.7],
    ])
    assert.deepEqual([all[2]?.mayPass, all[2]?.mayPassPercent, all[2]?.passedWrongly], [5, 50, 0])
  })

  test('a model has the weeks in which it judged', async () => {
    const own = await control.ask('GET', model(VERSIONS.champion, '/weeks?$count=true&$skip=1&$top=1'))
    assert.equal(own.body['@odata.count'], 3)
    assert.deepEqual(own.body.value?.map(told), [['2026-W12', 'model', 3, 1, 3, 100]])
  })
})

describe('an administrator', () => {
  const lastLine = async () => {
    const [line] = await SELECT.from(AuditLog).orderBy('sequence desc').limit(1)
    return [line?.action, line?.actor, line?.role, line?.modelVersion, line?.reason]
  }

  test('promotes a challenger; the champion retires, and the audit log says why', async () => {
    const { status, body } = await control.ask('POST', act(VERSIONS.challenger, 'promote'), REASON)
    assert.equal(status, 200)
    assert.deepEqual([body.status, body.promotedBy, body.reason], ['champion', 'admin', REASON.reason])
    assert.equal(await stateOf(VERSIONS.champion), 'retired')
    assert.deepEqual(await lastLine(), ['modelPromoted', 'admin', 'administrator', VERSIONS.challenger, REASON.reason])
  })

  test('promotes nothing twice, and nothing without a reason', async () => {
    refusedWith(await control.ask('POST', act(VERSIONS.champion, 'promote'), REASON), 409, 'COUNTERSIGN/AT_WORK')
    refusedWith(await control.ask('POST', act(VERSIONS.challenger, 'promote'), { reason: '  ' }), 400, 'ASSERT_MANDATORY')
    const german = await control.ask('POST', `${act(VERSIONS.champion, 'promote')}?sap-locale=de`, REASON)
    assert.equal(german.body.error?.message, 'Dieses Modell ist schon im Einsatz')
    assert.equal((await control.ask('POST', act('none', 'promote'), REASON)).status, 404)
  })

  test('discards a challenger once', async () => {
    assert.equal((await control.ask('POST', act(VERSIONS.challenger, 'discard'), REASON)).body.status, 'dropped')
    assert.equal((await lastLine())[0], 'modelDropped')
    refusedWith(await control.ask('POST', act(VERSIONS.challenger, 'discard'), REASON), 409, 'COUNTERSIGN/NO_CHALLENGER')
  })

  test('goes back to the model before, as far as there is one', async () => {
    const { status, body } = await control.ask('POST', 'rollBack', REASON)
    assert.deepEqual([status, body.version, body.status], [200, VERSIONS.retired, 'champion'])
    assert.deepEqual((await lastLine()).slice(0, 4), ['modelRolledBack', 'admin', 'administrator', VERSIONS.retired])
    refusedWith(await control.ask('POST', 'rollBack', REASON), 409, 'COUNTERSIGN/NOTHING_BEFORE')
  })

  test('is told where too little is known to train a challenger, and no transaction waits for another', async () => {
    const learning = startLearning(createRanker(), undefined, fakeErp())
    await learning.begin()
    await control.ask('POST', act(VERSIONS.retired, 'promote'), REASON)
    refusedWith(await control.ask('POST', 'trainChallenger', {}), 409, 'COUNTERSIGN/TOO_LITTLE')
    await learning.end()
  })

  test('edits how is learnt, within limits', async () => {
    const edited = await control.edit(SETTINGS, { window: 5000, isAutomatic: false })
    assert.deepEqual([edited.status, edited.body.window, edited.body.isAutomatic], [200, 5000, false])
    assert.equal((await lastLine())[0], 'learningSettingsChanged')
    const turned = await control.edit(SETTINGS, { shadowLeast: 900, shadowMost: 200 })
    assert.deepEqual(
      [turned.status, turned.body.error?.message],
      [400, 'The most messages of a shadow run are at least as many as the fewest'],
    )
    await control.ask('DELETE', SETTINGS.replace('=true', '=false'))
    assert.equal((await control.edit(SETTINGS, { spotCheckPercent: '101' })).status, 400)
  })
})
