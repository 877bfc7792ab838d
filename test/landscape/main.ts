import { resolve } from 'node:path'
import { startProgram, whenAskedToEnd } from './processes.ts'

/** `npm run landscape`: the local S/4 and the local DM, until Ctrl-C. */
try {
  const programs = [
    await startProgram([resolve(import.meta.dirname, 's4/main.ts'), ...process.argv.slice(2)], { isShown: true }),
    await startProgram([resolve(import.meta.dirname, 'dm/main.ts')], { isShown: true }),
  ]
  whenAskedToEnd(() => {
    void Promise.all(programs.map((program) => program.stop())).then(() => process.exit(0))
  })
  process.send?.({ ready: true })
} catch {
  // Each program has said in one line why it could not start.
  process.exit(1)
}
