import cds from '@sap/cds'

const ENTITY = 'countersign.SyncAttempts'
const TABLE = 'countersign_SyncAttempts'

/** A way from one status of an attempt to another; without `from` it begins there. */
export interface Transition {
  readonly from?: string
  readonly to: string
  /** Who or what makes it, in a few words. */
  readonly by: string
}

type Named = string | { readonly '#': string }
interface Listed {
  readonly from?: Named
  readonly to: Named
  readonly by: string
}
interface Status {
  readonly enum?: Readonly<Record<string, unknown>>
  readonly '@countersign.transitions'?: readonly Listed[]
}

/** Every status that an attempt can have, in the model's order. */
export function statesOf(model: object): string[] {
  return Object.keys(statusIn(model).enum ?? {})
}

/** What `@countersign.transitions` lists. @throws where it names a status that there is not, or a way twice */
export function transitionsOf(model: object): Transition[] {
  const states = new Set(statesOf(model))
  const known = (status: string): string => {
    if (!states.has(status)) throw new Error(`@countersign.transitions: there is no status ${status}`)
    return status
  }
  const transitions = (statusIn(model)['@countersign.transitions'] ?? []).map(({ from, to, by }) => ({
    ...(from === undefined ? {} : { from: known(nameOf(from)) }),
    to: known(nameOf(to)),
    by,
  }))
  const ways = new Set(transitions.map(({ from, to }) => wayOf(from ?? '', to)))
  if (ways.size < transitions.length) throw new Error('@countersign.transitions: a way is listed twice')
  return transitions
}

/**
 * Lets the status of an attempt change as the model lists it only, in the database itself, whoever asks. Triggers that say the same already stay as
 * they are. On HANA that is a matter of the runtime user's privileges. Within the open transaction, as the only process.
 */
export async function keepTransitions(): Promise<void> {
  const model = cds.model ?? {}
  if (cds.db.kind === 'sqlite') await onSqlite(model)
  if (cds.db.kind === 'postgres') await onPostgres(model)
}

const NAMES = { begin: `${TABLE}_begin`, move: `${TABLE}_move` }

/**
 * Conditions under which a row is refused. Nothing is looked at where the status stays what it is; SQLite would make a table of each list behind
 * IN, for every row.
 */
function refusedWhen(model: object): { begin: string; move: string } {
  const transitions = transitionsOf(model)
  const oneOf = (from: string | undefined): string =>
    transitions.flatMap((each) => (each.from === from ? [`NEW.status = ${quoted(each.to)}`] : [])).join(' OR ')
  const left = statesOf(model).filter((state) => oneOf(state) !== '')
  const listed = left.map((from) => `WHEN ${quoted(from)} THEN ${oneOf(from)}`).join(' ')
  return { begin: `NOT (${oneOf(undefined)})`, move: `OLD.status <> NEW.status AND NOT CASE OLD.status ${listed} ELSE false END` }
}

/** RAISE with a text that is put together makes the whole file unreadable for SQLite before 3.47: each refusal has its own text. */
async function onSqlite(model: object): Promise<void> {
  const when = refusedWhen(model)
  const states = statesOf(model)
  const begin = states.map((to) => `WHEN ${quoted(to)} THEN ${raise(`An attempt can't begin as ${to}`)}`)
  const move = states.flatMap((from) =>
    states.map((to) => `WHEN ${quoted(wayOf(from, to))} THEN ${raise(`An attempt can't go from ${from} to ${to}`)}`),
  )
  const body = (value: string, texts: readonly string[]): string =>
    `BEGIN SELECT CASE ${value} ${texts.join(' ')} ELSE ${raise('An attempt has no such status')} END; END`
  const wanted = {
    [NAMES.begin]: `BEFORE INSERT ON ${TABLE} WHEN ${when.begin} ${body('NEW.status', begin)}`,
    [NAMES.move]: `BEFORE UPDATE OF status ON ${TABLE} WHEN ${when.move} ${body(`OLD.status || '>' || NEW.status`, move)}`,
  }
  for (const [name, rest] of Object.entries(wanted)) {
    const sql = `CREATE TRIGGER ${name} ${rest}`
    const [present] = (await cds.run(`SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = '${name}'`)) as { sql: string }[]
    if (present?.sql === sql) continue
    if (present) await cds.run(`DROP TRIGGER ${name}`)
    await cds.run(sql)
  }
}

const FUNCTION = `CREATE OR REPLACE FUNCTION ${TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'INSERT' THEN
    RAISE EXCEPTION 'Attempt % can''t begin as %', NEW.number, NEW.status USING ERRCODE = 'check_violation';
  END IF;
  RAISE EXCEPTION 'Attempt % can''t go from % to %', NEW.number, OLD.status, NEW.status USING ERRCODE = 'check_violation';
END $$`

/** PostgreSQL keeps triggers in words of its own: ours stand beside each as its comment. */
async function onPostgres(model: object): Promise<void> {
  const when = refusedWhen(model)
  const wanted = {
    [NAMES.begin]: `BEFORE INSERT ON ${TABLE} FOR EACH ROW WHEN (${when.begin})`,
    [NAMES.move]: `BEFORE UPDATE OF status ON ${TABLE} FOR EACH ROW WHEN (${when.move})`,
  }
  const there = (await cds.run(
    `SELECT tgname AS name, obj_description(oid, 'pg_trigger') AS said FROM pg_trigger WHERE tgrelid = '${TABLE}'::regclass`,
  )) as { name: string; said: string | null }[]
  for (const [name, rest] of Object.entries(wanted)) {
    const said = `${rest} ${FUNCTION}`
    if (there.some((each) => each.name === name.toLowerCase() && each.said === said)) continue
    await cds.run(FUNCTION)
    await cds.run(`DROP TRIGGER IF EXISTS ${name} ON ${TABLE}`)
    await cds.run(`CREATE TRIGGER ${name} ${rest} EXECUTE FUNCTION ${TABLE}_refuse()`)
    await cds.run(`COMMENT ON TRIGGER ${name} ON ${TABLE} IS ${quoted(said)}`)
  }
}

function statusIn(model: object): Status {
  const { definitions = {} } = model as { definitions?: Readonly<Record<string, { elements?: { status?: Status } }>> }
  const status = definitions[ENTITY]?.elements?.status
  if (!status?.['@countersign.transitions']) throw new Error(`The model lists no transitions of ${ENTITY}`)
  return status
}

function nameOf(named: Named): string {
  return typeof named === 'string' ? named : named['#']
}

function wayOf(from: string, to: string): string {
  return `${from}>${to}`
}

function raise(text: string): string {
  return `RAISE(ABORT, ${quoted(text)})`
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
