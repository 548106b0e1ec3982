import type { Page } from 'playwright-core';
import { MOMENTS } from '../../renderer/screens/supervisor/templates/stageTemplates';
import type { MeasuresQuery } from '../../src/console/measuresBackend';
import { consoleRouter } from '../../src/console/router';
import type { MeasuresReportView, MeasuresRowView } from '../../src/contract/measures';
import { REASON_CODES, sentence } from '../../src/rules/reasons';
import { startTestConsole } from '../support/consoleServer';
import { fakeBackend } from '../support/fakeBackend';
import { fakeMeasures } from '../support/fakePolicy';
import { chromiumBinary, describeWhere } from '../support/whereAvailable';
import { broken } from './support/axe';
import { type ConsoleInChromium, goTo, startConsoleInChromium } from './support/consoleInChromium';
import { reportsConsole } from './support/reportsConsole';

jest.setTimeout(180_000);

/** A page object of a PDF; `/Pages` is their list. */
const A_PAGE = /\/Type\s*\/Page(?!s)\b/g;
const A_NUMBER = /\+1\d{10}|\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}/;

describeWhere('Chromium', chromiumBinary(), 'reports over a real store', (executable) => {
  let chromium: ConsoleInChromium;
  let reports: Awaited<ReturnType<typeof reportsConsole>>;
  beforeAll(async () => {
    chromium = await startConsoleInChromium(executable);
    reports = await reportsConsole(chromium, 110);
  });
  afterAll(async () => {
    await reports?.stop();
    await chromium?.stop();
  });

  const open = async (hash: string, shows: string, theme: 'dark' | 'light' = 'dark') => {
    const watched = await chromium.open(reports.server, hash, { theme });
    await watched.page.locator('main', { hasText: shows }).waitFor();
    return watched;
  };
  /** Which link has the focus: its figure, and the report it stands in. */
  const focused = (page: Page) =>
    page.evaluate(() => {
      const link = document.activeElement as HTMLElement;
      return [link.closest('section[aria-label]')?.getAttribute('aria-label'), link.textContent];
    });

  /** What a list says that it holds, once it knows. */
  const counted = async (page: Page) => {
    const head = page.locator('.pageHead p', { hasText: /^[\d,]+ [a-z]/ });
    return (await head.textContent())?.split(' ')[0];
  };

  test('from each report by keyboard to the list behind a figure, and back to that figure', async () => {
    const { page, problems } = await open('#/reports', 'Were the feeds up?');
    const titles = await page.locator('.reportPage > section').evaluateAll((all) => all.map((each) => each.ariaLabel ?? ''));
    expect(titles).toHaveLength(10);
    for (const title of titles) {
      // The last row of a table: together, or the least frequent reason.
      const figure = page.getByRole('region', { name: title, exact: true }).locator('tbody tr:last-child td a').first();
      await figure.waitFor();
      const said = (await figure.textContent()) ?? '';
      await figure.focus();
      const from = await focused(page);
      await page.keyboard.press('Enter');
      expect([title, await counted(page)]).toEqual([title, said]);
      const rows = Number(said.replaceAll(',', ''));
      // Fewer than fill a screen are all there; of more, those that show.
      if (rows <= 8) expect([title, await page.locator('[role="row"]').count()]).toEqual([title, rows]);
      await page.keyboard.press('b');
      await page.locator('main', { hasText: 'Were the feeds up?' }).waitFor();
      await page.waitForFunction((text) => document.activeElement?.textContent === text, said);
      expect(await focused(page)).toEqual(from);
    }
    expect(problems).toEqual([]);
    await page.context().close();
  });

  test('a list longer than one page goes on to its last entry', async () => {
    const { page } = await open('#/reports', 'Were the feeds up?');
    await page.getByRole('region', { name: 'Why were people not texted?' }).locator('.headline a').first().click();
    const total = Number(await counted(page));
    expect(total).toBeGreaterThan(100);
    const { skips } = (await reports.measures.report({ ...week(reports.desk.clock.now()), by: 'day' })).total;
    expect(total).toBe(skips.reduce((sum, { count }) => sum + count, 0));
    await page.locator('[role="row"]').first().focus();
    // React Aria gives the place of the last row, which only comes when all pages have.
    for (let last = 0; last < total; ) {
      await page.keyboard.press('End');
      const place = await page.waitForFunction((before) => {
        const places = [...document.querySelectorAll('[role="row"]')].map((row) => Number(row.getAttribute('aria-rowindex')));
        const most = Math.max(...places);
        return most > before ? most : undefined;
      }, last);
      last = Number(await place.jsonValue());
    }
    await page.context().close();
  });

  test('lists of every kind, and what opens from them', async () => {
    const { page, problems } = await open('#/reports', 'Were the feeds up?', 'light');
    const { from, to } = week(reports.desk.clock.now());
    for (const number of ['due', 'late', 'callsTexted', 'repeatsNotTexted', 'optedOut', 'skipped', 'outages']) {
      await goTo(page, `#/reports/behind?number=${number}&from=${from}&to=${to}`);
      await counted(page);
      expect([number, await broken(page)]).toEqual([number, []]);
    }
    await goTo(page, `#/reports/behind?number=due&from=${from}&to=${to}`);
    await page.getByRole('heading', { name: 'Texts that came due' }).waitFor();
    await counted(page);
    await page.locator('[role="row"]').first().focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByText('Text of incident').waitFor();
    expect((await page.locator('main').allInnerTexts()).join()).not.toMatch(A_NUMBER);
    await page.keyboard.press('Escape');
    await goTo(page, '#/reports/behind?number=nothing');
    await page.getByRole('link', { name: 'To the reports' }).waitFor();
    expect(problems).toEqual([]);
    await page.context().close();
  });

  test('the month is one sheet of Letter and of A4, from the dark screen too, and says what it is', async () => {
    const { page, problems } = await open('#/reports/month', 'Week by week');
    await page.locator('.chart .recharts-bar-rectangle').first().waitFor();
    for (const format of ['Letter', 'A4'] as const) {
      const pdf = (await page.pdf({ format })).toString('latin1');
      expect([format, pdf.match(A_PAGE)?.length]).toEqual([format, 1]);
    }
    await page.emulateMedia({ media: 'print' });
    const sheet = (await page.locator('body').allInnerTexts()).join();
    expect(sheet).toMatch(/Port Alden Police: June 2025/);
    expect(sheet).toMatch(/TRAINING: invented calls/);
    expect(sheet).toMatch(/2025-06-01 to 2025-06-30, not over yet\. Rules version 2\. Made 2025-06-\d\dT\d\d:\d\d:\d\d-04:00\./);
    expect(sheet).not.toMatch(A_NUMBER);
    // What is only for the screen stays there.
    expect(sheet).not.toMatch(/Stop all texts|Print, or save as PDF/);
    // In grey: nothing but black, white and tones of grey is text or ground.
    const colours = await page
      .locator('main :is(h1, h2, p, li, th, td, a)')
      .evaluateAll((all) => [...new Set(all.map((each) => getComputedStyle(each).color))]);
    for (const colour of colours) {
      const [red, green, blue] = (colour.match(/\d+/g) ?? []).map(Number);
      expect([colour, red === green && green === blue && (red ?? 255) <= 0x33]).toEqual([colour, true]);
    }
    expect(problems).toEqual([]);
    await page.context().close();
  });

  test('the fullest month is one sheet too', async () => {
    const measures = {
      ...fakeMeasures(),
      report: async (query: MeasuresQuery) => fullest(await fakeMeasures().report(query), query.by),
    };
    const backend = fakeBackend();
    const server = await startTestConsole({
      filesDirectory: chromium.directory,
      router: consoleRouter(Object.assign(backend, { measures }), backend.changes),
    });
    const { page } = await chromium.open(server, '#/reports/month');
    await page.locator('.chart .recharts-bar-rectangle').first().waitFor();
    expect(await page.locator('.perPeriod thead th').count()).toBe(3 + MOMENTS.length);
    for (const format of ['Letter', 'A4'] as const) {
      const pdf = (await page.pdf({ format })).toString('latin1');
      expect([format, pdf.match(A_PAGE)?.length]).toEqual([format, 1]);
    }
    await page.context().close();
    await server.stop();
  });

  test('longer reports are printed whole, each chart within the sheet', async () => {
    const { page } = await open('#/reports?period=30days', 'Were the feeds up?', 'light');
    await page.locator('.recharts-surface').first().waitFor();
    // The width of Letter between its margins, at 96 dots an inch.
    await page.setViewportSize({ width: 710, height: 950 });
    await page.emulateMedia({ media: 'print' });
    // There, and as wide as it may be: one that was not drawn anew would be without width.
    const drawn = await page
      .locator('.recharts-surface[role="application"]')
      .evaluateAll((all) => all.map((each) => each.getBoundingClientRect().width));
    expect(drawn).toHaveLength(7);
    for (const width of drawn) expect(width).toBeGreaterThan(400);
    const wide = await page
      .locator('main svg, main table')
      .evaluateAll((all) =>
        all.filter((each) => each.getBoundingClientRect().right > window.innerWidth + 1).map((each) => each.tagName),
      );
    expect(wide).toEqual([]);
    expect(await page.locator('.provenance').textContent()).toMatch(
      /Port Alden Police\. .* Rules versions 1 to 2 \(2 from 2025-05-\d\d\)\. Made 2025-/,
    );
    await page.context().close();
  });
});

/** Every stage, six weeks, thirty reasons with the longest words, eight feeds. */
function fullest(report: MeasuresReportView, by: MeasuresQuery['by']): MeasuresReportView {
  const byStage = MOMENTS.map(({ stage, cause }) => ({ stage, cause, sent: 12_345, delivered: 12_000 }));
  const longest = REASON_CODES.map((code) => ({ code, reason: sentence(code), count: 12_345 }))
    .sort((a, b) => b.reason.length - a.reason.length)
    .slice(0, 30);
  const names = Array.from({ length: 8 }, (_, at) => `dispatch-feed-${at}`);
  const full = (row: MeasuresRowView) => ({
    ...row,
    byStage,
    skips: longest,
    feeds: names.map((feed) => ({ feed, outages: 12, downMs: 4_000_000 })),
  });
  const cells = report.feedStrip.feeds[0]?.cells ?? [];
  return {
    ...report,
    rows: report.rows.slice(0, by === 'week' ? 6 : 31).map(full),
    total: full(report.total),
    feedStrip: { ...report.feedStrip, feeds: names.map((feed) => ({ feed, cells })) },
  };
}

/** The last seven days, as the screen begins with. */
function week(now: number): { from: number; to: number } {
  const day = 86_400_000;
  // Midnight in New York is four hours after UTC's in June.
  const today = Math.floor((now - 4 * 3_600_000) / day) * day + 4 * 3_600_000;
  return { from: today - 6 * day, to: today + day };
}
