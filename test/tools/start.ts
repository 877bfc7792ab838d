import { rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { ports, takenPort } from '../landscape/ports.ts'
import { whenAskedToEnd } from '../landscape/processes.ts'
import { startProduct } from '../landscape/product.ts'
import { asked } from './command.ts'

const HELP = `Starts everything embedded, until Ctrl-C: Countersign at PORT (4004), the local S/4 at S4_PORT (4005) and the local DM at DM_PORT (4006).

  --fresh   forgets what was recorded before
  --watch   starts anew when a file changes
  --help    this text`

const values = asked(HELP, { fresh: { type: 'boolean', default: false }, watch: { type: 'boolean', default: false } })
const data = resolve('.data')

const taken = await takenPort(ports())
if (taken) {
  console.error(taken)
  process.exit(1)
}

try {
  if (values.fresh) await rm(data, { recursive: true, force: true })
  const product = await startProduct({
    ...ports(),
    data,
    isFresh: values.fresh,
    isWatching: values.watch,
    isShown: true,
    env: { UI5_MODE: process.env.UI5_MODE ?? 'auto' },
  })
  console.log(`ready ${product.url}/launchpad.html`)
  console.log('users, password equal to the name: planner, supervisor (plant 1710), controller, admin, auditor; sender: dm')
  let isEnding = false
  whenAskedToEnd(() => {
    isEnding = true
    void product.stop().then(() => process.exit(0))
  })
  void product.ended.then(({ name, code }) => {
    if (isEnding) return
    console.error(`${name} has ended`)
    return product.stop().then(() => process.exit(code === 0 ? 1 : (code ?? 1)))
  })
} catch (error) {
  // Each program has said in one line why it could not start.
  if (!(error instanceof Error && 'exitCode' in error)) console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
