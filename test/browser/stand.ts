import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { startProduct, type TestProduct } from '../flow/product.ts'
import { Browser, needUi5, SKIP } from './browser.ts'

/** Options of a suite in which people use the product in a browser. */
export const SUITE = { skip: SKIP, timeout: 3_600_000 } as const

/** What such a suite works with; both are there once its first test begins. */
export interface Stand {
  readonly product: TestProduct
  readonly browser: Browser
}

/**
 * Gives the suite that calls it a product and a browser of its own, with what `arrange` puts in, and takes them away after the last test,
 * started or half started.
 * @param env of the product, beside what every test has
 */
export function stand(arrange: (product: TestProduct) => Promise<void> | void, env: NodeJS.ProcessEnv = {}): Stand {
  let product: TestProduct | undefined
  let browser: Browser | undefined
  before(async () => {
    await needUi5()
    product = await startProduct({ env })
    browser = new Browser(product.url)
    await arrange(product)
  })
  after(async () => {
    await browser?.close()
    await product?.stop()
  })
  return {
    get product() {
      assert.ok(product)
      return product
    },
    get browser() {
      assert.ok(browser)
      return browser
    },
  }
}

/** The last test of a suite: what its pages may never do. */
export function testNothingLeft(at: Stand): void {
  test('no request leaves the machine and nothing breaks in the pages', () => {
    assert.deepEqual(at.browser.foreign, [])
    assert.deepEqual(at.browser.broken, [])
  })
}

/** The first visible element of just this text; visible only, since pages that were left stay in the document. */
export function shown(page: Page, text: string) {
  return page.getByText(text, { exact: true }).filter({ visible: true }).first()
}

/** The first visible button of just this name. */
export function button(page: Page, name: string) {
  return page.getByRole('button', { name, exact: true }).filter({ visible: true }).first()
}
