import type { Page, Route } from 'playwright-core'

/** When everything of now has happened, for pictures that are the same every day: some hours after the captures. */
const NOW = Date.parse('2026-01-01T09:30:00.000Z')
const ONE_TIME = new Date(NOW - 240_000).toISOString()
const TIME = /"(20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)"/g
/** Figures of the machine, which are others every time. */
const FIGURES: Readonly<Record<string, number>> = {
  throughput_mbps: 640,
  avg_job_completion_time_seconds: 1.2,
  memory_usage_mb: 182,
}

/** Lets the page live at a fixed moment: what answers tell of today they tell of that. */
export async function fixTimes(page: Page, since: number): Promise<void> {
  await page.clock.setFixedTime(NOW)
  await page.route('**/api/v1/**', async (route) => answered(route, since))
}

async function answered(route: Route, since: number): Promise<void> {
  const answer = await route.fetch()
  const type = answer.headers()['content-type'] ?? ''
  if (!type.startsWith('application/json')) return route.fulfill({ response: answer })
  const text = (await answer.text()).replaceAll(TIME, (whole, time: string) =>
    Date.parse(time) >= since ? `"${ONE_TIME}"` : whole,
  )
  const body = JSON.parse(text, (key, value: unknown) =>
    typeof value === 'number' ? (FIGURES[key] ?? value) : value,
  ) as unknown
  return route.fulfill({ response: answer, json: body })
}
