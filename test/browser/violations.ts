import axe, { type RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'

/** All rules, also those of good practice that no guideline asks for. */
const EVERYTHING: RunOptions = {}

/**
 * What axe finds wrong on a page as it stands: rule, element and reason. It runs in the page itself, which costs a
 * fraction of what it takes to carry all that is right out of it; that sees no frames, and there are none.
 */
export async function violations(page: Page, options: RunOptions = EVERYTHING): Promise<string[]> {
  if (page.frames().length > 1) throw new Error('axe does not look into frames here')
  if (!(await page.evaluate<boolean>("'axe' in globalThis"))) await page.evaluate(axe.source)
  return page.evaluate<string[]>(`axe
    .run(document, ${JSON.stringify({ ...options, resultTypes: ['violations'] })})
    .then(({ violations }) => violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => [id, target.join(' '), failureSummary].join(' '))))`)
}
