import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import cds from '@sap/cds'

/**
 * Does the database take changes? Not while it is a standby's, nor where its administrator or its provider has made it read-only, as some do when
 * its disk is full. Without a word of HANA on that, it is taken to.
 * @throws when it can't be asked
 */
export async function isWritable(): Promise<boolean> {
  if (cds.db.kind === 'postgres')
    return await isNo(`SELECT current_setting('transaction_read_only') = 'on' OR pg_is_in_recovery() AS answer`)
  if (cds.db.kind !== 'sqlite') return true
  return (await isNo('SELECT query_only AS answer FROM pragma_query_only')) && (await isFileWritable())
}

async function isNo(question: string): Promise<boolean> {
  const [row] = (await cds.run(question)) as { answer: boolean | number }[]
  return !row?.answer
}

async function isFileWritable(): Promise<boolean> {
  const file = (cds.db as unknown as { url4(): string }).url4()
  return (
    file === ':memory:' ||
    access(file, constants.W_OK).then(
      () => true,
      () => false,
    )
  )
}
