import { createHash } from 'node:crypto'
import cds from '@sap/cds'
import { ModelFigures, type ModelVersion, ModelVersions } from '#cds-models/countersign'
import { loadModel, type Assessment, type Trained, type Version } from '../../causes/index.ts'
import { tell } from '../../audit/log.ts'
import { newID } from '../../database/id.ts'
import { DecisionError, type Person } from '../../domain/person.ts'

/** Every model that was ever trained, where it stands, and its bytes. One is at work, at most one in the shadow. */

const LOG = cds.log('countersign/learning')

export type Trigger = 'start' | 'schedule' | 'drift' | 'administrator'
export interface Span {
  readonly first: number
  readonly last: number
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Keeps a trained model with its lineage and figures. Within the open transaction. */
export async function register(
  { model, assessment, saved, figures }: Trained,
  status: 'champion' | 'challenger',
  trigger: Trigger,
  span: Span = { first: 0, last: 0 },
): Promise<void> {
  const { version, family, origin, cases, failures, seed, parameters, featureSchema, dataHash } = model.facts
  const at = new Date().toISOString()
  const text = JSON.stringify(assessment)
  const parent = await SELECT.one.from(ModelVersions).columns('version').where({ status: 'champion' })
  // The same cases and seed make the same model: trained again, it starts again.
  await DELETE.from(ModelFigures).where({ model_version: version })
  await UPSERT.into(ModelVersions).entries({
    ...{ version, family, origin, cases, failures, seed, featureSchema, dataHash, trigger, status },
    isActive: status === 'champion',
    trainedAt: at,
    parameters: JSON.stringify(parameters),
    bytes: saved,
    bytesHash: sha256(saved),
    assessment: text,
    assessmentHash: sha256(text),
    firstNumber: span.first,
    lastNumber: span.last,
    parent_version: parent?.version === version ? null : (parent?.version ?? null),
    ...{ reason: null, retiredAt: null, promotedAt: null, promotedBy: null },
  } as never)
  await keepFigures(version, figures)
}

interface StoredFigure {
  readonly chart: string
  readonly name: string
  readonly value: number
  readonly series?: string
  readonly position?: number
  readonly low?: number
  readonly high?: number
  readonly count?: number
}

export async function keepFigures(version: string, figures: readonly StoredFigure[]): Promise<void> {
  if (figures.length === 0) return
  const at = new Date().toISOString()
  await INSERT.into(ModelFigures).entries(figures.map((figure) => ({ ID: newID(), model_version: version, at, ...figure })) as never)
}

/** Puts the model to work; the one before retires, and can be gone back to. Within the open transaction. */
export async function promote(version: string, person: Person, reason: string): Promise<void> {
  const at = new Date().toISOString()
  const row = await SELECT.one.from(ModelVersions).columns('version', 'status').where({ version })
  if (!row) throw new DecisionError(404, 'COUNTERSIGN/NOT_FOUND', `There is no model ${version}`)
  if (row.status === 'dropped') throw new DecisionError(409, 'COUNTERSIGN/DROPPED', `Model ${version} was dropped: train another one`)
  const before = await SELECT.one.from(ModelVersions).columns('version').where({ status: 'champion' })
  if (before?.version === version) throw new DecisionError(409, 'COUNTERSIGN/AT_WORK', `Model ${version} is at work already`)
  await UPDATE(ModelVersions).set({ status: 'retired', isActive: false, retiredAt: at }).where({ status: 'champion' })
  await UPDATE(ModelVersions, version).set({
    status: 'champion',
    isActive: true,
    promotedAt: at,
    promotedBy: person.id,
    reason: reason.slice(0, 1000),
    retiredAt: null,
    ...(row.status === 'challenger' ? { parent_version: before?.version ?? null } : {}),
  } as never)
  await told('modelPromoted', version, person, reason, { from: before?.version ?? null })
}

/** Goes back to the champion before. Within the open transaction. */
export async function rollBack(person: Person, reason: string): Promise<string> {
  const champion = await SELECT.one.from(ModelVersions).columns('version', 'parent_version').where({ status: 'champion' })
  if (!champion?.parent_version)
    throw new DecisionError(409, 'COUNTERSIGN/NOTHING_BEFORE', 'There is no model before this one to go back to')
  const at = new Date().toISOString()
  await UPDATE(ModelVersions, champion.version).set({ status: 'retired', isActive: false, retiredAt: at, reason: reason.slice(0, 1000) })
  await UPDATE(ModelVersions, champion.parent_version).set({
    status: 'champion',
    isActive: true,
    promotedAt: at,
    promotedBy: person.id,
    retiredAt: null,
    reason: reason.slice(0, 1000),
  })
  await told('modelRolledBack', champion.parent_version, person, reason, { from: champion.version })
  return champion.parent_version
}

/** A challenger that had its chance. Within the open transaction. */
export async function drop(version: string, person: Person, reason: string): Promise<void> {
  const moved: unknown = await UPDATE(ModelVersions)
    .set({ status: 'dropped', retiredAt: new Date().toISOString(), reason: reason.slice(0, 1000) })
    .where({ version, status: 'challenger' })
  if (!moved) throw new DecisionError(409, 'COUNTERSIGN/NO_CHALLENGER', `Model ${version} is in the shadow no more`)
  await told('modelDropped', version, person, reason)
}

async function told(action: string, version: string, { id, role }: Person, reason: string, details: object = {}): Promise<void> {
  await tell({ actor: id, role, action, modelVersion: version, reason, details: { model: version, ...details } })
}

export interface Kept extends Version {
  readonly lastNumber: number
}

/**
 * The champion, or the challenger, ready to be asked. Undefined where there is none, or where its bytes aren't what was kept: then rules answer, and
 * the log and the registry say so.
 */
export async function load(status: 'champion' | 'challenger'): Promise<Kept | undefined> {
  const row = await SELECT.one
    .from(ModelVersions)
    .columns('version', 'bytes', 'bytesHash', 'assessment', 'assessmentHash', 'lastNumber', 'origin')
    .where({ status })
    .orderBy('trainedAt desc')
  if (!row?.version) return undefined
  try {
    return { ...read(row), lastNumber: Number((row.lastNumber as unknown) ?? 0) }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    LOG.error(`Model ${row.version} can't be used, rules go on without it: ${why}`)
    await cds.tx({ user: new cds.User('countersign') }, async () => {
      await UPDATE(ModelVersions, row.version).set({ status: 'dropped', isActive: false, reason: `Can't be used: ${why}`.slice(0, 1000) })
      await told('modelBroken', row.version ?? '', { id: 'countersign', role: 'system' }, why)
    })
    return undefined
  }
}

function read({
  version,
  bytes,
  bytesHash,
  assessment,
  assessmentHash,
}: Partial<Pick<ModelVersion, 'version' | 'bytes' | 'bytesHash' | 'assessment' | 'assessmentHash'>>): Version {
  const text = bytes ?? ''
  if (sha256(text) !== bytesHash) throw new Error(`the bytes of ${version ?? ''} are not the ones that were kept`)
  if (assessment && sha256(assessment) !== assessmentHash)
    throw new Error(`the assessment of ${version ?? ''} is not the one that was kept`)
  if (!assessment) throw new Error(`${version ?? ''} was never assessed`)
  return { model: loadModel(text), assessment: JSON.parse(assessment) as Assessment }
}
