import { mkdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Browser, needUi5, SKIP } from '../browser/browser.ts'
import { startProduct } from '../flow/product.ts'
import { Desk } from '../traffic/weeks/desk.ts'
import { asked, whole } from './command.ts'
import { Camera } from './screenshots/camera.ts'
import { STOPPED, VIEWS } from './screenshots/pages.ts'
import { work } from './screenshots/people.ts'
import { playShifts, SPAN } from './screenshots/shifts.ts'

const HELP = `Plays two shifts of 16 hours and keeps a picture of every page, as each of its people sees it.

  --out FOLDER    where the pictures go (test-results/pages)
  --only WORD     only pictures whose names begin so
  --messages N    of both shifts (600)
  --seed N        the same seed gives the same messages (7)
  --help          this text`

const values = asked(HELP, {
  out: { type: 'string', default: 'test-results/pages' },
  only: { type: 'string', default: '' },
  messages: { type: 'string', default: '600' },
  seed: { type: 'string', default: '7' },
})
if (SKIP !== false) {
  console.error(SKIP)
  process.exitCode = 1
} else process.exitCode = await pictures()

/** Answers the exit code: not zero when a page could not be drawn. */
async function pictures(): Promise<number> {
  const folder = resolve(values.out)
  await needUi5()
  await mkdir(folder, { recursive: true })
  const clock = { NODE_OPTIONS: `--import=${import.meta.resolve('./screenshots/clock.ts')}`, COUNTERSIGN_CLOCK: String(-SPAN) }
  const product = await startProduct({ env: clock })
  const browser = new Browser(product.url)
  let failed = 0
  try {
    const tell = (line: string): void => console.error(line)
    await playShifts(product, {
      messages: whole('messages', values.messages),
      seed: whole('seed', values.seed),
      tell,
      meanwhile: (hour) => work(product.url, hour),
    })
    const camera = new Camera(product.url, browser, folder)
    const take = async (views: typeof VIEWS): Promise<void> => {
      for (const view of views.filter(({ name }) => name.startsWith(values.only))) {
        const taken = await camera.take(view).catch((error: unknown) => {
          failed++
          return [`${view.name}: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`]
        })
        for (const each of taken) console.log(each)
      }
    }
    await take(VIEWS)
    await new Desk(product.url, 'admin').act('POST', `control/KillSwitches('*')/ControlService.stop`, {
      reason: 'The model is being replaced',
    })
    await take(STOPPED)
    for (const each of [...browser.foreign, ...browser.broken]) console.error(each)
    return failed > 0 || browser.broken.length > 0 || browser.foreign.length > 0 ? 1 : 0
  } finally {
    await browser.close()
    await product.stop()
  }
}
