import { setTimeout as pause } from 'node:timers/promises'
import type { BrowserContext, Page } from 'playwright-core'
import { Random } from '../traffic/random.ts'

/**
 * To find steps that come too early: `BROWSER_SLOW=6 node --env-file=.env --test test/browser/FILE`. Each answer of an OData service comes 0
 * to 1.5 seconds late, and the processor is so many times slower for the pages; with 1 only the answers are late.
 */
const SLOW = Number(process.env.BROWSER_SLOW ?? 0)

/** How long one step may take, in milliseconds: only what will never come waits so long. */
export const PATIENCE = 180_000 * Math.max(SLOW, 1)

const LATEST = 1500

/** Makes the pages of this browser slow where that is wanted; every run draws the same times. */
export async function slowDown(context: BrowserContext): Promise<void> {
  if (SLOW < 1) return
  const random = new Random('slow')
  await context.route('**/odata/**', async (route) => {
    await pause(random.next() * LATEST)
    // The page may be gone by now.
    await route.continue().catch(() => undefined)
  })
  // Throttling spends the time that it takes from the pages, even from those that do nothing.
  if (SLOW === 1) return
  for (const page of context.pages()) await throttle(page)
  context.on('page', (page) => void throttle(page).catch(() => undefined))
}

async function throttle(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOW })
}
