import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { access, glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { booked } from '../faults/desk.ts'
import { newDatabase, startPostgres, withoutPostgres } from '../tools/postgres.ts'
import { withoutRegistry } from './production/artefact.ts'
import { proofOf, rows } from './production/asking.ts'
import { type Line, type Running, failToStart, logged, start } from './production/programs.ts'
import { testRouter } from './production/router.ts'
import { addressOfServer, MACHINE, type Name, newKey, type Stand, startStand } from './production/stand.ts'
import { until } from './until.ts'

/** What is deployed, built, installed and started as the platform does it. Its database is a file of SQLite, or PostgreSQL: there is no HANA here. */

const LOGGER = 'countersign/messages'

const skip = withoutRegistry()

let stand: Stand
before(async () => {
  if (!skip) stand = await startStand()
})
after(async () => {
  if (!skip) await stand.end()
})

/** What the log says of the message with this correlation id, once it has been to the ERP and its sender was answered. */
function messagesOf(correlation: string): Promise<Line[] | undefined> {
  const found = logged(stand.countersign.written()).filter((line) => line.correlation_id === correlation && line.logger === LOGGER)
  return Promise.resolve(found.length >= 2 ? found : undefined)
}

describe('what is built', { timeout: 600_000, skip }, () => {
  test('is plain JavaScript that is installed without tools of development', async () => {
    const manifest = JSON.parse(await readFile(join(stand.artefact.srv, 'package.json'), 'utf8')) as Record<string, unknown>
    assert.deepEqual([manifest.devDependencies, manifest.optionalDependencies], [undefined, undefined])
    for await (const file of glob('{srv,@cds-models}/**/*.ts', { cwd: stand.artefact.srv })) assert.fail(file)
    await assert.rejects(access(join(stand.artefact.srv, 'node_modules/typescript')))
  })

  test('has what HANA is deployed from, our own trigger included', async () => {
    for (const file of ['gen/countersign.SyncAttempts.hdbtable', 'countersign.AuditLog.unsealed.hdbtrigger'])
      await access(join(stand.artefact.folder, 'db/src', file))
  })

  test('has a zip of each page, and one for Work Zone', async () => {
    const zips: string[] = []
    for await (const file of glob('*.zip', { cwd: join(stand.artefact.folder, 'apps') })) zips.push(file)
    for (const page of ['worklist', 'triage', 'audit', 'control', 'models', 'workzone'])
      assert.ok(zips.includes(`countersign${page}.zip`), zips.join())
  })
})

describe('in production', { timeout: 600_000, skip }, () => {
  test('a planner with a token reads the worklist; who has none does not', async () => {
    await rows(stand.countersign, 'worklist/Suggestions?$top=1', stand.bearer('paula'))
    assert.equal((await fetch(`${stand.countersign.url}/odata/v4/worklist/Suggestions`)).status, 401)
    const basic = { authorization: `Basic ${btoa('planner:planner')}` }
    assert.equal((await fetch(`${stand.countersign.url}/odata/v4/worklist/Suggestions`, { headers: basic })).status, 401)
  })

  test('a machine signs in with its client, posts, and is named in the audit by its client id; the log leads from the sender to the document', async () => {
    const [key, correlation] = [randomUUID(), randomUUID()]
    const answer = await stand.confirm(stand.countersign.url, key, { 'x-correlation-id': correlation })
    const text = await answer.text()
    assert.equal(answer.status, 201, text)
    assert.ok((await booked(stand)).includes(key))

    const attempt = Number(answer.headers.get('countersign-attempt'))
    const select = '$select=actor,action,erpDocument&$orderby=sequence'
    const story = await until(async () => {
      const found = await rows<{ actor: string; action: string; erpDocument: string | null }>(
        stand.countersign,
        `audit/AuditLog?$filter=attemptNumber eq ${attempt}&${select}`,
        stand.bearer('anton'),
      )
      return found.some(({ action }) => action === 'posted') && found
    })
    assert.ok(
      story.some(({ actor, action }) => actor === MACHINE && action === 'received'),
      JSON.stringify(story),
    )
    const document = story.find(({ action }) => action === 'posted')?.erpDocument ?? ''

    const lines = await until(() => messagesOf(correlation))
    const proof = await until(() => proofOf(stand.countersign, stand.bearer('anton')))
    assert.deepEqual([proof.isWhole, proof.keys.length, proof.findings], [true, 1, []])
    assert.deepEqual(
      lines.map(({ attempt, documents, sender, status }) => ({ attempt, documents, sender, status })),
      [
        { attempt: undefined, documents: [document], sender: undefined, status: 201 },
        { attempt: String(attempt), documents: undefined, sender: MACHINE, status: 201 },
      ],
    )
  })

  test('what people let go later still bears the correlation id of its sender in the log', async () => {
    const correlation = randomUUID()
    const { url } = stand.countersign
    const answer = await stand.confirm(url, randomUUID(), { 'x-correlation-id': correlation }, 900_000)
    assert.equal(answer.status, 409, await answer.text())
    const attempt = answer.headers.get('countersign-attempt') ?? ''
    const decide = (name: Name, ID: string, action: string): Promise<Response> =>
      fetch(`${url}/odata/v4/worklist/Suggestions(${ID})/WorklistService.${action}`, {
        method: 'POST',
        headers: { ...stand.bearer(name), 'content-type': 'application/json' },
        body: JSON.stringify({ note: 'As it is' }),
      })
    const proposed = `worklist/Suggestions?$select=ID,status&$filter=attempt/number eq ${attempt}`
    const [first] = await rows<{ ID: string }>(stand.countersign, proposed, stand.bearer('paula'))
    const posted = await decide('paula', first?.ID ?? '', 'postAsSent')
    assert.ok(posted.ok, await posted.text())
    const [second] = await rows<{ ID: string; status: string }>(stand.countersign, proposed, stand.bearer('carla'))
    if (second?.status === 'awaitingSignOff') assert.ok((await decide('carla', second.ID, 'signOff')).ok)

    const lines = await until(() => messagesOf(correlation))
    assert.equal(lines[0]?.attempt, attempt)
    assert.match(lines[1]?.msg ?? '', /^API_PROD_ORDER_CONFIRMATION_2_SRV of the ERP: /)
  })

  test('mock users, what only development has, no database, and an ERP that wants to see a person are refused, each in one line', async () => {
    for (const [config, reason] of [
      [
        { requires: { auth: { kind: 'mocked', credentials: null } } },
        'cds.requires.auth.kind is mocked: mock users may not sign in in production',
      ],
      [{ countersign: { landscape: 'test/landscape/main.ts' } }, 'countersign.landscape is for development only'],
      [{ countersign: { isLocal: true } }, 'countersign.isLocal is for development only'],
      [{ requires: { db: { kind: 'hana', credentials: null } } }, 'No instance of hana is bound: there is no database'],
      // Nobody is there any more when a message that waited is posted.
      [
        { requires: { S4: { credentials: { destination: 'OF_PEOPLE' } } } },
        "The destination OF_PEOPLE can't be had: No user token (JWT) has been provided. This is strictly necessary for 'PrincipalPropagation'.",
      ],
    ] as const) {
      const { code, written } = await failToStart(await stand.server(config))
      assert.equal(code, 1, written)
      assert.deepEqual(
        logged(written)
          .filter(({ level }) => level === 'error')
          .map(({ msg }) => msg),
        [`Countersign can't start: ${reason}`],
      )
      assert.doesNotMatch(written, /^\s+at .*:\d+:\d+\)?$/m)
    }
  })
})

describe('in production on PostgreSQL', { timeout: 600_000, skip: skip || withoutPostgres() }, () => {
  test('processes share it, the key of the seals is changed, and what is restored from a backup elsewhere is whole', async () => {
    const cluster = await startPostgres()
    const running: Running[] = []
    try {
      const database = await newDatabase(cluster.env)
      const begin = async (PGDATABASE: string, COUNTERSIGN_SEAL_KEY: string): Promise<Running> => {
        const env = { ...cluster.env, PGDATABASE, COUNTERSIGN_SEAL_KEY, CDS_ENV: 'postgres' }
        const server = await start(await stand.server({ requires: { db: { kind: 'postgres' } } }, env), addressOfServer)
        running.push(server)
        return server
      }
      const [first, second] = [newKey(), newKey()]
      for (const key of [first, second]) {
        const server = await begin(database, key)
        // While both run, either seals: it is the new key's turn for certain when its process is alone.
        for (const former of running.splice(0, running.length - 1)) await former.end()
        const answer = await stand.confirm(server.url, randomUUID())
        assert.equal(answer.status, 201, await answer.text())
        await until(() => proofOf(server, stand.bearer('anton')))
      }
      for (const each of running.splice(0)) await each.end()

      const [restored, env] = [await newDatabase(cluster.env), { ...process.env, ...cluster.env }]
      const { stdout } = await promisify(execFile)('pg_dump', ['--no-owner', database], { env, maxBuffer: 1 << 28 })
      const restoring = promisify(execFile)('psql', ['-q', '-v', 'ON_ERROR_STOP=1', '-d', restored], { env })
      restoring.child.stdin?.end(stdout)
      await restoring
      const again = await begin(restored, second)
      const proof = await until(() => proofOf(again, stand.bearer('anton')))
      assert.deepEqual([proof.isWhole, proof.keys.length, proof.findings], [true, 2, []])
      assert.deepEqual(await cluster.sql(`SELECT count(*) FROM countersign_SyncAttempts WHERE status = 'posted'`, restored), ['2'])
    } finally {
      for (const each of running) await each.end()
      await cluster.stop()
    }
  })
})

testRouter(() => stand, skip)
