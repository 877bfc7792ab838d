import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, test } from 'node:test'
import { fill } from './fill.ts'

const folder = await mkdtemp(join(tmpdir(), 'countersign-fill-'))
after(() => rm(folder, { recursive: true, force: true }))

test('a few attempts become many, with all that hangs on them and keys of their own', () => {
  const file = join(folder, 'few.sqlite')
  const db = new DatabaseSync(file)
  db.exec(`
    CREATE TABLE countersign_SyncAttempts (ID TEXT PRIMARY KEY, number INTEGER, keyValue TEXT, "order" TEXT, receivedAt TEXT, status TEXT, body TEXT);
    CREATE TABLE countersign_AuditLog (ID TEXT PRIMARY KEY, sequence INTEGER UNIQUE, attempt_ID TEXT, attemptNumber INTEGER, at TEXT, action TEXT);
    CREATE TABLE countersign_Cases (ID TEXT PRIMARY KEY, attempt_ID TEXT, labelNumber INTEGER);
    CREATE TABLE countersign_Counters (name TEXT PRIMARY KEY, value INTEGER);
    CREATE TRIGGER no_insert BEFORE INSERT ON countersign_AuditLog WHEN NEW.sequence > 4 BEGIN SELECT RAISE(ABORT, 'no'); END;
    INSERT INTO countersign_SyncAttempts VALUES ('a', 1, 'k1', '10', '2026-01-01', 'posted', '{}'), ('b', 2, 'k2', '11', '2026-01-01', 'posted', '{}');
    INSERT INTO countersign_AuditLog VALUES ('c', 1, 'a', 1, 'x', 'received'), ('d', 2, 'a', 1, 'x', 'posted'), ('e', 3, 'b', 2, 'x', 'received');
    INSERT INTO countersign_Cases VALUES ('f', 'a', 7), ('g', 'b', NULL);
    INSERT INTO countersign_Counters VALUES ('attempt', 2), ('audit', 3), ('label', 7)`)
  db.close()
  fill(file, 100, ['10', '11'])

  const filled = new DatabaseSync(file)
  const one = (sql: string): unknown => Object.values(filled.prepare(sql).get() ?? {})[0]
  assert.equal(one('SELECT count(DISTINCT ID || number || keyValue) FROM countersign_SyncAttempts'), 100)
  assert.equal(one('SELECT count(DISTINCT sequence) FROM countersign_AuditLog'), 150)
  assert.equal(
    one(
      'SELECT count(*) FROM countersign_AuditLog l JOIN countersign_SyncAttempts a ON a.ID = l.attempt_ID AND a.number = l.attemptNumber',
    ),
    150,
  )
  assert.equal(one('SELECT count(labelNumber) FROM countersign_Cases'), 50)
  assert.equal(one(`SELECT count(*) FROM countersign_SyncAttempts WHERE "order" IN ('10', '11')`), 100)
  assert.deepEqual(
    filled
      .prepare('SELECT value FROM countersign_Counters ORDER BY name')
      .all()
      .map((row) => row.value),
    [100, 200, 105],
  )
  filled.close()
})
