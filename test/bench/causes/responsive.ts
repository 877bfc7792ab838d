import { monitorEventLoopDelay } from 'node:perf_hooks'
import { FAMILIES } from '../../../srv/causes/model.ts'
import { train } from '../../../srv/causes/train.ts'
import { makeHistory } from '../../landscape/history.ts'
import { always, atMost, plain } from './figures.ts'
import type { Figure } from './figures.ts'
import type { Bench } from './settings.ts'

/**
 * Milliseconds that a turn may take: what blocks for longer is a "long task" (W3C, Long Tasks API), as whoever waits for a page notices a tenth of a second (Nielsen, Usability Engineering, 1993,
 * ch. 5), half of which others need (the RAIL model).
 */
const LONG = 50
const SEED = 1
/** Messages that one history has. */
const AT_ONCE = 400

/**
 * How long others wait for their turn while challengers of both families are trained as the product does it: in a thread of its own that grows trees in others. What the product does in its own
 * thread counts too: handing the cases over and taking the model in.
 */
export async function responsive({ sizes, say }: Bench): Promise<Figure[]> {
  const { cases } = sizes
  const figures: Figure[] = []
  for (const family of FAMILIES) {
    const made = Array.from({ length: cases / AT_ONCE }, (_, at) => makeHistory(SEED + at, AT_ONCE)).flat()
    say(`the product trains: ${family}, ${cases} cases`)
    const delay = monitorEventLoopDelay({ resolution: 1 })
    const start = performance.now()
    delay.enable()
    const { saved } = await train(made, { family, seed: SEED, origin: 'recorded' })
    delay.disable()
    const what = `the product trains, ${family}, ${cases} cases`
    figures.push(
      plain(`${what}: takes`, (performance.now() - start) / 1000, 's'),
      plain(`${what}: model as it is kept`, saved.length / 2 ** 20, 'MB'),
      always(atMost(`${what}: wait for a turn of the event loop meanwhile, p99`, delay.percentile(99) / 1e6, 'ms', LONG)),
      plain(`${what}: wait for a turn of the event loop meanwhile, longest`, delay.max / 1e6, 'ms'),
    )
  }
  return figures
}
