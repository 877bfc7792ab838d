import assert from 'node:assert/strict'
import { afterEach, before, beforeEach, describe, it } from 'node:test'
import cds from '@sap/cds'
import { AuditLog, Cases, DriftEvents, LearningSettings, ModelFigures, ModelVersions } from '#cds-models/countersign'
import { createRanker, FEATURE_SCHEMA, type Ranker, type Sign } from '../../../srv/causes/index.ts'
import { Learner } from '../../../srv/pipeline/learn/learner.ts'
import { promote, rollBack } from '../../../srv/pipeline/learn/registry.ts'
import { randomOf } from '../../landscape/history/random.ts'
import { messageOf } from '../../unit/causes/samples.ts'
import { openDatabase } from '../database.ts'

const ADMIN = { id: 'admin', role: 'administrator' }
const SIGN: Sign = { check: 'consumption', cause: 'setupWaste', severity: 'warning', isDecisive: false }
const at = (name: string): number => FEATURE_SCHEMA.features.findIndex((each) => each.name === name)
const random = randomOf(5)
let number = 0

/**
 * Labelled cases of a plant in which rules are of two minds: too much was issued, and whether that was set-up waste or a slip of the keyboard
 * shows in one feature only. With `isFlipped` that feature says the contrary; with `named` people name that cause for most failures.
 */
async function label(count: number, isFlipped = false, named?: string): Promise<void> {
  const labelledAt = new Date().toISOString()
  const rows = Array.from({ length: count }, () => {
    const features = FEATURE_SCHEMA.features.map((each) => each.missing)
    const hasFailed = random() < 0.4
    const isSlip = random() < 0.5
    features[at('yieldToPlanned')] = random()
    if (hasFailed) {
      features[at('consumptionMax')] = 2 + random()
      features[at('consumptionSlip')] = (isSlip ? 0 : 0.4) + random() * 0.1
    }
    const usual = isSlip !== isFlipped ? 'entryError' : 'setupWaste'
    const cause = !hasFailed ? null : named && random() < 0.7 ? named : usual
    return {
      ID: cds.utils.uuid(),
      attempt_ID: cds.utils.uuid(),
      number: ++number,
      judgedAt: labelledAt,
      verdict: hasFailed ? 'hold' : 'release',
      featureSchema: FEATURE_SCHEMA.hash,
      features: JSON.stringify(features),
      keys: JSON.stringify({ Plant: '1710', WorkCenter: '', Material: 'FG1', Unit: 'PC', MovementType: '', Sender: 'dm' }),
      findings: JSON.stringify(hasFailed ? [SIGN] : []),
      outcome: hasFailed ? 'corrected' : 'posted',
      outcomeAt: labelledAt,
      hasFailed,
      cause_code: cause,
      labelSource: !hasFailed ? 'posted' : named ? 'person' : 'decision',
      weight: hasFailed ? 2 : 1,
      labelledAt,
    }
  })
  await INSERT.into(Cases).entries(rows as never)
}

async function statusOf(status: string) {
  return await SELECT.from(ModelVersions).where({ status })
}

describe('learning from what came of messages', () => {
  let ranker: Ranker
  let learner: Learner

  before(() => openDatabase())
  beforeEach(async () => {
    await Promise.all([Cases, ModelVersions, ModelFigures, DriftEvents].map((each) => DELETE.from(each)))
    await UPDATE(LearningSettings).set({ isAutomatic: true, retrainEvery: 5000, shadowLeast: 200, shadowMost: 600, window: 20_000 })
    ranker = createRanker()
    learner = new Learner(ranker)
  })
  afterEach(() => learner.stop())

  /** A challenger that learnt from 700 cases. */
  async function challenged(): Promise<string> {
    await label(700)
    await learner.begin()
    await learner.trainNow('administrator')
    const [challenger] = await statusOf('challenger')
    assert.ok(challenger?.version)
    return challenger.version
  }

  it('numbers labels in one order and remembers rates of failure', async () => {
    await label(30)
    await learner.tick()
    const rows = await SELECT.from(Cases).columns('labelNumber', 'firstFailed', 'hasFailed').orderBy('labelNumber')
    assert.equal(new Set(rows.map((each) => each.labelNumber)).size, 30)
    assert.ok(rows.every((each) => each.labelNumber != null && each.firstFailed === each.hasFailed))
    await label(5)
    const again = new Learner(createRanker())
    await Promise.all([learner.tick(), again.tick()])
    assert.equal(
      await SELECT.from(Cases)
        .columns('ID')
        .where({ labelNumber: null })
        .then((left) => left.length),
      0,
    )
  })

  it('waits until there is enough to learn from', async () => {
    await label(300)
    await learner.begin()
    await learner.trainNow('administrator')
    assert.deepEqual(await statusOf('challenger'), [])
    assert.equal(ranker.version, 'prior-1')
  })

  it('trains both families, sends the better one into the shadow and keeps where it came from', async () => {
    const version = await challenged()
    const [challenger] = await statusOf('challenger')
    const [dropped] = await statusOf('dropped')
    assert.notEqual(challenger?.family, dropped?.family)
    assert.match(dropped?.reason ?? '', /Log loss .* on the latest cases/)
    assert.deepEqual([challenger?.cases, challenger?.trigger, challenger?.origin], [546, 'administrator', 'recorded'])
    assert.ok(challenger?.dataHash && challenger.featureSchema === FEATURE_SCHEMA.hash && challenger.bytesHash && challenger.parameters)
    const figures = await SELECT.from(ModelFigures).where({ model_version: version })
    for (const chart of ['summary', 'calibration', 'confusion', 'cause', 'learning'])
      assert.ok(
        figures.some((each) => each.chart === chart),
        chart,
      )
    // It scores along and decides nothing.
    assert.equal(ranker.version, 'prior-1')
  })

  it('promotes what proved better on messages that it never learnt from, and says so in the audit log', async () => {
    const version = await challenged()
    await label(150)
    await learner.tick()
    assert.equal(ranker.version, 'prior-1')
    await label(60)
    await learner.tick()
    assert.equal(ranker.version, version)
    const [champion] = await statusOf('champion')
    assert.deepEqual([champion?.version, champion?.promotedBy, champion?.isActive], [version, 'countersign', true])
    assert.match(champion?.reason ?? '', /210 messages in the shadow: log loss \d\.\d+ better/)
    const told = await SELECT.one.from(AuditLog).where({ action: 'modelPromoted', modelVersion: version })
    assert.equal(told?.actor, 'countersign')
  })

  it('goes on after a restart where it was: shadow run, champion, rates', async () => {
    const version = await challenged()
    await label(150)
    await learner.tick()
    const next = createRanker()
    const restarted = new Learner(next)
    await restarted.begin()
    const message = messageOf()
    const ratesOf = (of: Ranker) => of.rank(message).basis?.features
    assert.deepEqual(ratesOf(next), ratesOf(ranker))
    assert.notDeepEqual(ratesOf(next), ratesOf(createRanker()))
    await label(60)
    await restarted.tick()
    assert.equal(next.version, version)
    assert.equal(createRanker().version, 'prior-1')
  })

  it('waits for consent where an administrator wants to be asked', async () => {
    await UPDATE(LearningSettings).set({ isAutomatic: false })
    const version = await challenged()
    await label(250)
    await learner.tick()
    assert.equal((await statusOf('challenger'))[0]?.version, version)
    const shadow = await SELECT.from(ModelFigures).where({ model_version: version, chart: 'shadow' })
    assert.ok(shadow.some((each) => each.name === 'gain' && Number(each.value) > 0.005))
    await cds.tx(() => promote(version, ADMIN, 'Convincing'))
    await learner.refresh()
    assert.equal(ranker.version, version)
  })

  it('trains by itself once enough new labels are there', async () => {
    await UPDATE(LearningSettings).set({ retrainEvery: 600 })
    await learner.begin()
    await label(590)
    await learner.tick()
    await learner.settled()
    assert.deepEqual(await statusOf('challenger'), [])
    await label(20)
    await learner.tick()
    await learner.settled()
    assert.equal((await statusOf('challenger'))[0]?.trigger, 'schedule')
  })

  it('drops a challenger that is no better in its time', async () => {
    const first = await challenged()
    await label(250)
    await learner.tick()
    assert.equal(ranker.version, first)
    // What comes next is learnt from the same plant: as good, not better.
    await learner.trainNow('administrator')
    const second = (await statusOf('challenger'))[0]?.version
    assert.ok(second && second !== first)
    for (let batch = 0; batch < 4; batch++) {
      await label(200)
      await learner.tick()
    }
    const row = await SELECT.one.from(ModelVersions).where({ version: second })
    assert.ok(row?.status === 'dropped' || row?.status === 'champion')
    if (row.status === 'dropped') assert.match(row.reason ?? '', /Not proven better|newer one took its place/)
  })

  it('notices that the plant has changed, learns it anew, and recovers', async () => {
    const first = await challenged()
    await label(250)
    await learner.tick()
    assert.equal(ranker.version, first)
    // What is worse than before can only be told by who knows before.
    await label(400)
    await learner.tick()
    for (let batch = 0; batch < 12 && (await SELECT.from(DriftEvents).where({ kind: 'logLoss' })).length === 0; batch++) {
      await label(200, true)
      await learner.tick()
    }
    assert.ok((await SELECT.from(DriftEvents).where({ kind: 'logLoss' })).length > 0, 'nobody noticed')
    await learner.settled()
    assert.ok((await SELECT.from(ModelVersions).where({ trigger: 'drift' })).length > 0)
    for (let batch = 0; batch < 8 && ranker.version === first; batch++) {
      await label(250, true)
      await learner.tick()
      await learner.settled()
    }
    assert.notEqual(ranker.version, first)
    // What was told is not told again by who starts.
    const told = await SELECT.from(DriftEvents).columns('ID')
    const restarted = new Learner(createRanker())
    await restarted.begin()
    await restarted.stop()
    assert.equal((await SELECT.from(DriftEvents).columns('ID')).length, told.length)
  })

  it('notices other causes behind failures, though predictions follow', async () => {
    await label(400, false, 'setupWaste')
    await learner.begin()
    assert.deepEqual(await SELECT.from(DriftEvents), [])
    await label(400, false, 'entryError')
    await learner.tick()
    const [event] = await SELECT.from(DriftEvents).where({ kind: 'habits' })
    assert.ok(event, 'nobody noticed')
    assert.ok(await SELECT.one.from(AuditLog).where({ action: 'driftNoticed', reason: event.text }))
  })

  it('goes back to the champion before in one step', async () => {
    const first = await challenged()
    await label(250)
    await learner.tick()
    await learner.trainNow('administrator')
    const second = (await statusOf('challenger'))[0]?.version ?? ''
    await cds.tx(() => promote(second, ADMIN, 'Trying it out'))
    await learner.refresh()
    assert.equal(ranker.version, second)
    assert.equal(await cds.tx(() => rollBack(ADMIN, 'Worse than before')), first)
    await learner.refresh()
    assert.equal(ranker.version, first)
    const told = await SELECT.one.from(AuditLog).where({ action: 'modelRolledBack', modelVersion: first })
    assert.deepEqual([told?.actor, told?.reason], ['admin', 'Worse than before'])
  })

  it('does without a model whose bytes are not the ones that were kept', async () => {
    const version = await challenged()
    await label(250)
    await learner.tick()
    const row = await SELECT.one.from(ModelVersions).columns('bytes').where({ version })
    await UPDATE(ModelVersions, version).set({ bytes: `${String(row?.bytes)} ` })
    await learner.refresh()
    assert.equal(ranker.version, 'prior-1')
    const kept = await SELECT.one.from(ModelVersions).where({ version })
    assert.equal(kept?.status, 'dropped')
    assert.match(kept.reason ?? '', /not the ones that were kept/)
    assert.ok(await SELECT.one.from(AuditLog).where({ action: 'modelBroken', modelVersion: version }))
  })

  it('finds past messages that look alike, and what came of them', async () => {
    await challenged()
    await label(250)
    await learner.tick()
    const some = await SELECT.one.from(Cases).where({ cause_code: 'entryError' })
    const alike = learner.similar(JSON.parse(some?.features ?? '[]') as number[], 5, some?.attempt_ID ?? '')
    assert.equal(alike.length, 5)
    assert.ok(alike.every((each) => each.id !== some?.attempt_ID && each.proximity > 0.3 && each.outcome === 'corrected'))
    assert.ok(alike.filter((each) => each.cause === 'entryError').length >= 4)
  })
})
