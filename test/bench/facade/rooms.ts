import type { Profiler } from 'node:inspector'

/** Where the time of a CPU profile went, room by room. */

export interface Share {
  readonly name: string
  /** 0 to 1, of the time in which the process did anything. */
  readonly share: number
}

type Rooms = readonly (readonly [room: string, frame: RegExp])[]

/** A frame belongs to the first that fits; frames that fit none belong to whoever called them. */
const ROOMS: Rooms = [
  ['garbage collector', /^\(garbage collector\)/],
  ['database (driver)', /node:sqlite|node_modules\/(@cap-js\/|pg|pg-|generic-pool)/],
  ['CAP runtime (CQL, transactions, context)', /node_modules\/@sap\/cds/],
  ["SDK's clients", /node_modules\/(@sap-cloud-sdk|axios|follow-redirects)/],
  ['line to the ERP', /\/srv\/line\//],
  ['context', /\/srv\/(erp\/(context|api|reader|rounds|batch|json)|dm\/|pipeline\/(context|replicas))/],
  ['post', /\/srv\/(erp\/|pipeline\/(posting|worker|settle|lanes))/],
  ['checks and decision', /\/srv\/(checks|domain|policy|corrections|failures)\//],
  ['causes', /\/srv\/causes\//],
  ['learn', /\/srv\/pipeline\/learn\//],
  ['audit', /\/srv\/audit\//],
  ['intake', /\/srv\/(intake|doors)\//],
  ['record', /\/srv\/pipeline\//],
  ['database (statements)', /\/srv\/database/],
  ['start-up and settings', /\/srv\//],
]

/** Where nobody of the house or of its libraries called. */
const ELSE: Rooms = [
  [
    'http',
    /node:(_http|http|net|internal\/(http|streams|stream_base|timers)|stream|events|buffer)|node_modules\/(express|router|rate-limiter|helmet)/,
  ],
  ['other libraries', /node_modules\//],
]
const IDLE = new Set(['(idle)', '(root)'])

/** Shares by room, largest first. A sample counts for the room of the frame nearest to its top that any room knows. */
export function roomsOf(profile: Profiler.Profile): Share[] {
  return sharesOf(profile, (stack) => {
    for (const rooms of [ROOMS, ELSE]) {
      for (const frame of stack) {
        const found = rooms.find(([, pattern]) => pattern.test(frame))
        if (found) return found[0]
      }
    }
    return stack[0]?.startsWith('(program)') ? 'system (sockets, files)' : 'node itself'
  })
}

/** Functions by the time at their own hands, largest first. */
export function functionsOf(profile: Profiler.Profile): Share[] {
  return sharesOf(profile, ([top = '']) => top.replace(/file:\/\/\S*\/(node_modules|srv)\//, '$1/'))
}

function sharesOf({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile, nameOf: (stack: readonly string[]) => string): Share[] {
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)))
  const frames = new Map(
    nodes.map(({ id, callFrame }) => [id, `${callFrame.functionName || '(anonymous)'} ${callFrame.url}:${callFrame.lineNumber + 1}`]),
  )
  const own = new Map<number, number>()
  samples.forEach((id, at) => own.set(id, (own.get(id) ?? 0) + (timeDeltas[at] ?? 0)))
  const times = new Map<string, number>()
  let total = 0
  for (const [id, time] of own) {
    const stack: string[] = []
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) stack.push(frames.get(at) ?? '')
    // Nor is it the process that takes the profile.
    if (IDLE.has(stack[0]?.split(' ')[0] ?? '') || stack[0]?.includes('node:inspector')) continue
    const name = nameOf(stack)
    times.set(name, (times.get(name) ?? 0) + time)
    total += time
  }
  return [...times].map(([name, time]) => ({ name, share: time / total })).sort((a, b) => b.share - a.share)
}
