import { Desk } from '../../traffic/weeks/desk.ts'

/** What people do beside deciding, hour by hour: it stands on the pages, too. */

interface Row {
  readonly ID: string
}

/** Does what belongs to this hour of the two shifts, from 0; in all others nothing. */
export async function work(url: string, hour: number): Promise<void> {
  const [planner, supervisor, controller, admin] = ['planner', 'supervisor', 'controller', 'admin'].map((user) => new Desk(url, user)) as [
    Desk,
    Desk,
    Desk,
    Desk,
  ]
  const held = (count: number, filter = `status eq 'proposed'`): Promise<Row[]> =>
    planner.rows<Row>(`worklist/Suggestions?$select=ID&$filter=${filter}&$orderby=attemptNumber desc`).then((rows) => rows.slice(0, count))
  const onSuggestion = (desk: Desk, { ID }: Row, action: string, values: object): Promise<void> =>
    desk.act('POST', `worklist/Suggestions(${ID})/WorklistService.${action}`, values)
  const stop = (action: string, reason: string): Promise<void> =>
    admin.act('POST', `control/KillSwitches('1720')/ControlService.${action}`, { reason })

  const deeds: Readonly<Record<number, () => Promise<void>>> = {
    /** Half an hour of inventory, in which nothing is judged. */
    5: () => stop('stop', 'Stock-taking in 1720'),
    6: () => stop('resume', 'Stock-taking is over'),
    13: async () => {
      for (const each of await held(3)) await onSuggestion(planner, each, 'assign', { assignee: 'planner' })
      for (const each of await held(1)) {
        await onSuggestion(planner, each, 'comment', { text: 'Shift leader says the pallet is still in receiving.' })
        await onSuggestion(controller, each, 'comment', { text: 'Then please wait for the receipt.' })
      }
    },
    /** What was approved last waits for the controller, and one comes back. */
    15: async () => {
      const high = await held(4, `status eq 'proposed' and requiredRole eq 'controller' and action_code ne 'reject'`)
      for (const each of high) await onSuggestion(planner, each, 'approve', { note: 'Counted again' })
      for (const each of high.slice(0, 1)) await onSuggestion(controller, each, 'returnToPlanner', { reason: 'Who counted?' })
      const [group] = await planner.rows<{ groupID: string }>('triage/ConflictGroups?$select=groupID&$filter=open gt 1&$orderby=open desc')
      if (group)
        await planner.act('POST', `triage/ConflictGroups('${encodeURIComponent(group.groupID)}')/TriageService.resubmit`, {
          note: 'The cause is gone, says the shop floor',
        })
      for (const each of await held(1, `status eq 'proposed' and attempt/plant eq '1710'`))
        await onSuggestion(supervisor, each, 'comment', { text: 'I ask at the machine.' })
    },
  }
  await deeds[hour]?.()
}
