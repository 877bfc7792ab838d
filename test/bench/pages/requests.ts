/**
 * What each page asks for when it is opened, as a browser sent it: batches that are on their way at the same time, first the one whose rows are the page's
 * first. `{…}` stands for a day (`{today-6}`) or for the key of something that is there.
 */
export interface Page {
  readonly name: string
  readonly user: 'planner' | 'controller' | 'auditor' | 'admin'
  /** Below `/odata/v4`. */
  readonly service: string
  readonly batches: readonly (readonly string[])[]
}

const FIRST = '&$skip=0&$top=30'
const DRAFTS = '$filter=(IsActiveEntity eq false or SiblingEntity/IsActiveEntity eq null)'
const DRAFT = 'HasActiveEntity,HasDraftEntity,IsActiveEntity'
const IN_PROCESS = 'DraftAdministrativeData($select=DraftUUID,InProcessByUser)'
const state = 'state($select=code,criticality,name)'

const OPEN =
  '$select=ID,action_code,assignee,attemptNumber,cause_code,confidencePercent,dueAt,dueCriticality,failurePercent,mayDecide,mayReject,mayReturn,mayRoute,maySign,me,queue,requiredRole,risk,status&$orderby=isUndated,dueAt'
const OPEN_MORE = `$expand=action($select=code,name),attempt($select=ID,material,operation,order,plant,receivedAt,status),cause($select=code,name),queueText($select=code,name),riskText($select=code,criticality,name),signer($select=code,name),${state}`
const DONE =
  '$orderby=modifiedAt desc&$select=ID,action_code,attemptNumber,cause_code,confidencePercent,decidedBy,failurePercent,risk,signedOffBy,status'
const DONE_MORE = `$expand=action($select=code,name),attempt($select=ID,erpDocument,erpText,material,operation,order,plant,receivedAt,status;$expand=${state}),cause($select=code,name),riskText($select=code,criticality,name),${state}`
const TABS = {
  'to approve': "(status eq 'proposed')",
  'awaiting sign-off': "(status eq 'awaitingSignOff')",
  overdue: "(isOverdue eq true) and (status eq 'proposed' or status eq 'awaitingSignOff')",
  mine: "(isMine eq true) and (status eq 'proposed' or status eq 'awaitingSignOff')",
  waiting: "(status eq 'approved') and (attempt/status eq 'received' or attempt/status eq 'waiting')",
  posting: "(status eq 'approved') and (attempt/status eq 'posting' or attempt/status eq 'unknown')",
  posted: "(status eq 'approved') and (attempt/status eq 'posted')",
  failed: "(status eq 'approved') and (attempt/status eq 'refused')",
  done: '(isOpen eq false)',
} as const
const WORKLIST_COUNTS = [...Object.values(TABS).map((filter) => `Suggestions/$count?$filter=${filter}`), 'SpotChecks/$count']
const SPOT_CHECKS = `SpotChecks?$count=true&$select=ID,erpDocument,failurePercent,isOpen,material,maySetCause,number,operation,order,personBy,personCause,plant,receivedAt,scrap,unit,yield&$orderby=isOpen desc,judgedAt desc&$expand=attempt($select=ID,status;$expand=${state}),personText($select=code,name)${FIRST}`

function worklistTab(name: keyof typeof TABS, counts: readonly string[]): Page {
  const filter = TABS[name]
  const isOpen = !filter.includes('approved') && name !== 'done'
  const [what, more] = isOpen ? [OPEN, OPEN_MORE] : [DONE, DONE_MORE]
  return {
    name: `Worklist: ${name}`,
    user: 'planner',
    service: 'worklist',
    batches: [[`Suggestions?$count=true&${what}&$filter=${filter}&${more}${FIRST}`], counts],
  }
}

const names = 'causeText($select=code,name),queueText($select=code,name)'
const GROUPS = `ConflictGroups?$count=true&$select=cause,code,criticality,dueAt,groupID,material,mayResubmit,mayRoute,me,open,order,plant,queue,running,since,text,total&$orderby=isOpen desc,dueAt&$filter=isOpen eq true&$expand=${names}${FIRST}`
const MESSAGES =
  'Conflicts?$count=true&$select=ID,assignee,at,attemptNumber,cause,code,dueAt,dueCriticality,material,mayCancel,mayResubmit,mayRoute,maySettle,me,mostTries,nextTryAt,order,plant,queue,standingInFor,status,text,tries&$orderby=isOpen desc,dueAt'
const TRIAGE_COUNTS = [
  'ConflictGroups/$count?$filter=isOpen eq true',
  'Conflicts/$count?$filter=isOpen eq true',
  'Alerts/$count?$filter=(isMine eq true) and isOpen eq true',
  'Periods/$count',
  'Resubmissions/$count',
  'QueueFigures/$count',
  'PlantFigures/$count',
  `Substitutions/$count?${DRAFTS}`,
  `AlertRules/$count?${DRAFTS}`,
]
const ALERTS =
  'Alerts?$count=true&$select=acknowledgedAt,cause,code,count,criticality,groupID,groupLink,latestAt,latestNumber,material,mayAcknowledge,messageLink,order,owner,plant,text&$orderby=acknowledgedAt,latestAt desc&$filter=isOpen eq true and (isMine eq true)&$expand=causeText($select=code,name)'
const RESUBMISSIONS =
  '$count=true&$orderby=startedAt desc&$select=ID,cause,criticality,done,finishedAt,held,note,posted,refused,skipped,startedAt,startedBy,total&$expand=causeText($select=code,name)&$skip=0'
const QUEUES =
  'QueueFigures?$count=true&$orderby=open desc&$select=automaticPercent,averageSeconds,longestSeconds,oldestAt,open,overdue,overdueCriticality,posted,queue,raised&$expand=queueText($select=code,name)'
const PLANTS =
  'PlantFigures?$count=true&$orderby=plant&$select=averageSeconds,firstTimeRightPercent,messages,oldestAt,open,overdue,overdueCriticality,plant'
const PERIODS =
  'Periods?$count=true&$orderby=period,plant&$select=daysCriticality,daysLeft,erpPeriod,open,overdue,overdueCriticality,period,plant,waiting'
const PERIOD = "Periods(plant='{plant}',period='{period}')"

function triage(name: string, ...batches: readonly (readonly string[])[]): Page {
  return { name: `Failures: ${name}`, user: 'planner', service: 'triage', batches }
}

const LISTED =
  'ID,answerTime,auditLink,auditNumber,cause,causeName,criticality,failureLink,material,number,order,plant,queue,queueName,receivedAt,solvingTime,status,statusName,verdict,verdictName,workCenter'
const UNDER_WAY = "(status eq 'received' or status eq 'waiting' or status eq 'posting' or status eq 'unknown' or status eq 'held')"
const AGES =
  'overDay with sum as overDayCount,upToDay with sum as upToDayCount,upToHour with sum as upToHourCount,upToShift with sum as upToShiftCount'

/** A list with its chart, and the visual filters above them where the page begins with those. */
function monitor(name: string, filter: string, order: string, by: string, measure: string, isVisual = false): Page {
  const of = (condition: string, transformations: string): string =>
    condition ? `filter(${condition})/${transformations}` : transformations
  const failed = ['failures eq 1', filter].filter(Boolean).join(' and ')
  const top = (groups: string, sum: string, as: string, condition: string): string =>
    `Attempts?$orderby=${as} desc&$apply=${of(condition, `groupby((${groups}),aggregate(${sum} with sum as ${as}))`)}&$skip=0&$top=3`
  // The filter of the outcome isn't filtered by itself.
  const outcome = top('status,statusName', 'messages', 'messagesCount', filter === UNDER_WAY ? '' : filter)
  const causes = ['cause,causeName', 'plant', 'workCenter', 'material'].map((each) => top(each, 'failures', 'failuresCount', failed))
  const asked = filter ? `&$filter=${filter}` : ''
  const list = `Attempts?$count=true&$orderby=${order}${asked}&$select=${LISTED}${FIRST}`
  const chart = `Attempts?$count=true&$apply=${of(filter, `groupby((${by}),aggregate(${measure}))`)}`
  return {
    name: `Monitor: ${name}`,
    user: 'controller',
    service: 'monitor',
    batches: [[list, chart], ...(isVisual ? [[...causes, outcome]] : [])],
  }
}

const last = (days: number): string => `day ge {today-${days - 1}} and day le {today-0}`

const LINES = `AuditLog?$count=true&$orderby=sequence desc&$select=ID,action,actor,at,attemptNumber,decision,erpDocument,modelVersion,order,plant,reason,role,sequence,status&$expand=decisionText($select=code,name),leaf($select=position,seal_number),roleText($select=code,name),${state},step($select=code,name)`

const OPERATIONS_COUNTS = [
  'DeadLetters/$count?$filter=(isDead eq true)',
  'Senders/$count',
  `SenderRules/$count?${DRAFTS}`,
  'Destinations/$count',
]

function control(name: string, ...batches: readonly (readonly string[])[]): Page {
  return { name: `Control: ${name}`, user: 'admin', service: 'control', batches }
}

export const PAGES: readonly Page[] = [
  worklistTab('to approve', WORKLIST_COUNTS),
  ...(['awaiting sign-off', 'overdue', 'mine', 'waiting', 'posting', 'posted', 'failed', 'done'] as const).map((name) =>
    worklistTab(name, [`Suggestions/$count?$filter=${TABS[name]}`]),
  ),
  { name: 'Worklist: spot checks', user: 'planner', service: 'worklist', batches: [[SPOT_CHECKS], ['SpotChecks/$count']] },
  {
    name: 'Worklist: a suggestion',
    user: 'planner',
    service: 'worklist',
    batches: [
      [
        `Suggestions({suggestion})?$select=ID,action_code,adjustedBy,assignee,attemptID,attemptNumber,confidencePercent,createdAt,decidedAt,decidedBy,dueAt,dueCriticality,mayComment,mayDecide,mayReadAudit,mayReject,mayReturn,mayRoute,maySign,modelVersion,note,policyVersion,reason,signHint,signedOffAt,signedOffBy&$expand=action($select=code,name),attempt($select=ID,erpDocument,mostTries,nextTryAt,tries,verdictReason;$expand=${state}),cause($select=code,name),queueText($select=code,name),riskText($select=code,criticality,name),signer($select=code,name),${state}`,
      ],
      [
        'Suggestions({suggestion})/attempt/conflicts?$count=true&$select=ID,cause_code,code,evidence,severity,text&$expand=cause($select=code,name),severityText($select=code,criticality,name)&$skip=0&$top=10',
        'Suggestions({suggestion})/changes?$count=true&$orderby=position&$select=field,position,proposed,sent,suggestion_ID&$skip=0&$top=10',
      ],
    ],
  },
  triage('groups', [GROUPS], TRIAGE_COUNTS),
  triage('messages', [`${MESSAGES}&$filter=isOpen eq true&$expand=${names},${state}${FIRST}`], ['Conflicts/$count?$filter=isOpen eq true']),
  triage('my alerts', [`${ALERTS}${FIRST}`], ['Alerts/$count?$filter=(isMine eq true) and isOpen eq true']),
  triage('period end', [`${PERIODS}${FIRST}`], ['Periods/$count']),
  triage('resubmissions', [`Resubmissions?${RESUBMISSIONS}&$top=30`], ['Resubmissions/$count']),
  triage('queues', [`${QUEUES}${FIRST}`], ['QueueFigures/$count']),
  triage('plants', [`${PLANTS}${FIRST}`], ['PlantFigures/$count']),
  triage(
    'a group',
    [
      "ConflictGroups('{group}')?$select=code,criticality,dueAt,groupID,isNamed,latest,material,mayResubmit,mayRoute,open,order,plant,running,since,standingInFor,text,total&$expand=causeText($select=code,descr,name),failureCode($select=ID,explanation,fix),queueText($select=code,name)",
    ],
    [
      `ConflictGroups('{group}')/conflicts?$count=true&$orderby=isOpen desc,attemptNumber&$select=ID,assignee,attemptNumber,dueAt,dueCriticality,erpDocument,material,mostTries,nextTryAt,order,receivedAt,status,tries&$expand=${state}&$skip=0&$top=10`,
      `ConflictGroups('{group}')/resubmissions?${RESUBMISSIONS}&$top=10`,
    ],
  ),
  triage(
    'a message',
    [
      `Conflicts({message})?$select=ID,assignee,at,attemptNumber,cause,code,documentLink,dueAt,dueCriticality,erpDocument,explanation,fix,material,materialLink,mayCancel,mayComment,mayMapReason,mayResubmit,mayRoute,maySettle,mayTakeOver,mostTries,nextTryAt,order,orderLink,plant,receivedAt,resolvedAt,sender,standingInFor,suggestionID,text,tries&$expand=attempt($select=ID,answer,erpCode,erpText,kind,operation,postingDate,request,scrap,service,unit,yield;$expand=kindText($select=code,name)),${names},${state}`,
    ],
    ['Conflicts({message})/attempt/comments?$count=true&$orderby=at desc&$select=ID,at,author,text&$skip=0&$top=10'],
  ),
  triage(
    'a period',
    [`${PERIOD}?$select=daysCriticality,daysLeft,erpPeriod,open,overdue,overdueCriticality,period,plant,waiting`],
    [
      `${PERIOD}/waitingMessages?$count=true&$orderby=number&$select=ID,kind,material,nextTryAt,number,order,postingDate,receivedAt,status&$expand=kindText($select=code,name),${state}&$skip=0&$top=10`,
      `${PERIOD}/conflicts?$count=true&$orderby=dueAt&$select=ID,assignee,attemptNumber,cause,dueAt,dueCriticality,order,queue,status,text&$expand=${names},${state}&$skip=0&$top=10`,
      `${PERIOD}/queues?$count=true&$orderby=open desc&$select=open,overdue,overdueCriticality,period,plant,queue&$expand=queueText($select=code,name)&$skip=0&$top=10`,
    ],
  ),
  monitor('flow', last(7), 'receivedAt desc', 'day,statusName', 'messages with sum as messagesCount', true),
  monitor('failures', `failures eq 1 and ${last(7)}`, 'receivedAt desc', 'cause,causeName', 'failures with sum as failuresCount'),
  monitor('right the first time', last(14), 'receivedAt desc', 'day', 'rightPercent with average as rightShare'),
  monitor('waiting', UNDER_WAY, 'receivedAt', 'queue,queueName,status,statusName', AGES, true),
  monitor(
    'answers',
    last(2),
    'answerTime desc',
    'hour,hourName',
    'answerMedian with min as answerHalf,answerMost with min as answerNearlyAll',
    true,
  ),
  monitor('time to solve', `failures eq 1 and ${last(28)}`, 'solvingTime desc', 'weeksAgo', 'solvingMedian with min as solvingHalf'),
  { name: 'Audit: lines', user: 'auditor', service: 'audit', batches: [[`${LINES}${FIRST}`]] },
  {
    name: 'Audit: a line',
    user: 'auditor',
    service: 'audit',
    batches: [
      [
        `AuditLog({entry})?$select=ID,action,actor,at,attemptNumber,decision,details,erpDocument,inputHash,inputReference,modelVersion,order,plant,policyVersion,reason,role,sequence,status&$expand=attempt($select=ID,erpDocument,erpText,kind,material,operation,receivedAt,sender,service,status;$expand=kindText($select=code,name),${state}),decisionText($select=code,name),leaf($select=hash,position,seal_number;$expand=seal($select=at,hash,keyID,number)),roleText($select=code,name),${state},step($select=code,name)`,
      ],
    ],
  },
  {
    name: 'Audit: a lineage',
    user: 'auditor',
    service: 'audit',
    batches: [
      [
        `SyncAttempts({attempt})?$select=ID,answerStatus,bodyHash,deliveries,erasedAt,erpCode,erpDocument,erpKey,erpText,finishedAt,isErasable,keyKind,keyValue,material,method,modelVersion,number,operation,order,path,plant,policyVersion,postedAt,postingDate,receivedAt,scrap,sender,service,status,unit,verdict,verdictReason,yield&$expand=kindText($select=code,name),${state}`,
      ],
      [
        'SyncAttempts({attempt})/conflicts?$count=true&$select=ID,at,cause_code,code,field,resolvedAt,severity,text&$expand=cause($select=code,name),severityText($select=code,criticality,name)&$skip=0&$top=10',
        'SyncAttempts({attempt})/items?$count=true&$select=attempt_ID,erpDocument,erpKey,kind,material,operation,order,position,scrap,unit,yield&$expand=kindText($select=code,name)&$skip=0&$top=10',
      ],
    ],
  },
  control(
    'failure codes',
    [
      `FailureCodes?$count=true&$select=${DRAFT},ID,cause_code,code,isEdited,isRemovable,isTransient,origin,queue_code,textPattern&$expand=${IN_PROCESS},cause($select=code,name),originText($select=code,criticality,name),queue($select=code,name),usage($select=ID,lastAt,messages)&$orderby=usage/messages desc,ID&${DRAFTS}${FIRST}`,
    ],
    [
      `FailureCodes/$count?${DRAFTS}`,
      `FailureCodes/$count?$filter=(origin eq 'seen') and (IsActiveEntity eq false or SiblingEntity/IsActiveEntity eq null)`,
      `ReasonMappings/$count?${DRAFTS}`,
      `QueueTargets/$count?${DRAFTS}`,
    ],
  ),
  control(
    'policies',
    [
      `Policies?$count=true&$select=${DRAFT},actFrom,automaticUpTo,changedAt,changedBy,controllerFrom,failMode,holdFrom,isRemovable,kind,phase,plant,version&$expand=${IN_PROCESS},failModeText($select=code,name),kindName($select=code,name),phaseText($select=code,criticality,name)&$orderby=kind,plant&${DRAFTS}${FIRST}`,
    ],
    [
      `Policies/$count?${DRAFTS}`,
      'KillSwitches/$count',
      'PhaseEvents/$count',
      'AutomaticActions/$count',
      'Baseline/$count',
      `SenderSettings/$count?${DRAFTS}`,
    ],
  ),
  control(
    'rules, model, people',
    [
      `Baseline?$count=true&$select=holds,messages,missed,opinion,seconds90,secondsMedian,successHigh,successLow,successPercent,title,wrongHoldHigh,wrongHoldLow,wrongHoldPercent,wrongHolds${FIRST}`,
    ],
    ['Baseline/$count'],
  ),
  control(
    'dead letters',
    [
      `DeadLetters?$count=true&$select=ID,assignee,attemptNumber,cause,code,mayDiscard,mayRetry,next,order,plant,sender,since,text&$orderby=since&$filter=(isDead eq true)&$expand=causeText($select=code,name),step($select=code,criticality,name)${FIRST}`,
    ],
    OPERATIONS_COUNTS,
  ),
  control(
    'senders',
    [`Senders?$count=true&$select=criticality,held,lastAt,refused,remark,rules,sender,today,week${FIRST}`],
    ['Senders/$count'],
  ),
  control(
    'destinations',
    [
      `Destinations?$count=true&$select=atOnce,criticality,destination,failed,inFlight,lastAnswerAt,messages,name,oldestSince,p50,p99,purpose,purposeText,sent,since,stateText,system,waiting${FIRST}`,
    ],
    ['Destinations/$count'],
  ),
  {
    name: 'Models',
    user: 'admin',
    service: 'control',
    batches: [
      [
        `ModelVersions?$count=true&$orderby=trainedAt desc&$select=cases,failures,family,promotedBy,status,trainedAt,version&$expand=headline($select=criticality,firstCause,logLoss,rulesLogLoss,version),${state}${FIRST}`,
      ],
      ['WeeklyFigures?$skip=0&$top=2000', 'DriftEvents?$orderby=at desc&$expand=featureText($select=name)&$skip=0&$top=2000'],
    ],
  },
]
