import { KillSwitches } from '#cds-models/countersign'
import { tell } from '../../audit/log.ts'
import { DecisionError, type Person } from '../../domain/person.ts'

/**
 * Switches judging of new messages off or on, in a plant or everywhere (`*`), and tells it. What is held stays held. Within the open transaction; every
 * process goes by it within a second.
 * @throws DecisionError where it is so already
 */
export async function switchJudging(plant: string, isOn: boolean, person: Person, reason: string): Promise<void> {
  const before = await SELECT.one.from(KillSwitches).columns('isOn').where({ plant })
  if ((before?.isOn ?? false) === isOn)
    throw new DecisionError(409, isOn ? 'COUNTERSIGN/STOPPED_ALREADY' : 'COUNTERSIGN/RESUMED_ALREADY', 'It is so already')
  await UPSERT.into(KillSwitches).entries({
    plant,
    isOn,
    reason: reason.slice(0, 1000),
    changedBy: person.id,
    changedAt: new Date().toISOString(),
  })
  const action = isOn ? 'judgingStopped' : 'judgingResumed'
  await tell({ actor: person.id, role: person.role, action, reason, details: { plant, before: !isOn, after: isOn } })
}
