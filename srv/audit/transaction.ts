import cds from '@sap/cds'

/** The root of an open transaction; CAP's types leave its events out. */
interface Root {
  before(event: 'commit', work: () => Promise<void>): void
}

const pending = new WeakMap<Root, (() => Promise<void>)[]>()

/** The open transaction, to keep things by. @throws Error when there is none */
export function openTransaction(): Root {
  const root = (cds.context as unknown as { context?: Root & { tx?: unknown } } | undefined)?.context
  if (!root?.tx) throw new Error('This can only be written within a transaction')
  return root
}

/** Does `work` within the open transaction, right before it commits; what is asked for meanwhile, too. */
export function beforeCommit(work: () => Promise<void>): void {
  const root = openTransaction()
  const works = pending.get(root)
  if (works) {
    works.push(work)
    return
  }
  const first = [work]
  pending.set(root, first)
  root.before('commit', async () => {
    for (const each of first) await each()
  })
}
