import type { Page } from 'playwright-core';
import type { TestConsole } from '../support/consoleServer';
import { chromiumBinary, describeWhere } from '../support/whereAvailable';
import { broken } from './support/axe';
import { type ConsoleInChromium, goTo, startConsoleInChromium } from './support/consoleInChromium';

jest.setTimeout(60_000);

const FRAMES = 400;

/** The frame whose row has the focus; with ` button` where what can be pressed in it has it. */
const place = (page: Page) =>
  page.evaluate(() => {
    const row = document.activeElement?.closest('[role="row"]');
    const number = row?.querySelector('.number')?.textContent;
    return number === undefined ? document.activeElement?.tagName : `${number}${document.activeElement === row ? '' : ' button'}`;
  });

describeWhere('Chromium', chromiumBinary(), 'a long list by keyboard', (executable) => {
  let chrome: ConsoleInChromium;
  let server: TestConsole;
  let page: Page;
  let problems: string[];
  beforeAll(async () => {
    chrome = await startConsoleInChromium(executable);
    server = await chrome.serve();
    ({ page, problems } = await chrome.open(server, '#/board'));
  });
  // Each from another screen, so that the list is a new one.
  beforeEach(async () => {
    server.backend.commands.splice(0);
    const { frames } = server.backend.data;
    const first = frames.findLast(({ state }) => state === 'rejected');
    if (first === undefined) throw new Error('no rejected frame');
    // Newest first, as the appliance lists them.
    const many = Array.from({ length: FRAMES }, (_, n) => ({ ...first, id: FRAMES - n }));
    frames.splice(0, frames.length, ...many);
    server.backend.changes.publish({ topics: ['frames'], incidentIds: [] });
    await goTo(page, '#/board');
    await page.getByRole('grid', { name: 'Board' }).waitFor();
    await goTo(page, '#/frames');
    // What the test before has read again is among them once the list was fetched anew.
    for (const id of [400, 399, 398, 397]) await page.locator('[role="row"] .number', { hasText: `${id}` }).waitFor();
    await page.locator('[role="row"]').nth(15).waitFor();
  });
  afterAll(() => chrome?.stop());

  const press = async (...presses: readonly string[]) => {
    for (const key of presses) await page.keyboard.press(key);
    return await place(page);
  };

  test('arrows, Home, End and the page keys go from row to row', async () => {
    await page.getByRole('grid', { name: 'Rejected frames' }).focus();
    expect(await place(page)).toBe('400');
    expect(await press('ArrowUp')).toBe('400');
    expect(await press('ArrowDown', 'ArrowDown')).toBe('398');
    expect(await press('j')).toBe('397');
    expect(await press('k', 'ArrowUp')).toBe('399');
    expect(await press('Home')).toBe('400');
    const down = Number(await press('PageDown'));
    const fits = await page.getByRole('grid').evaluate((grid) => Math.floor(grid.clientHeight / 34));
    expect(400 - down).toBe(fits - 1);
    expect(await press('PageUp')).toBe('400');
    expect(await press('Control+ArrowDown', 'Shift+ArrowDown')).toBe('400');
    expect(problems).toEqual([]);
  });

  test('End goes to the end of what is known, more is asked for, and the last of all can be reached', async () => {
    await page.getByRole('grid').focus();
    expect(await page.getByRole('grid').getAttribute('aria-rowcount')).toBe('-1');
    for (let last = 401; last > 1; ) {
      await page.keyboard.press('End');
      await page.waitForFunction((before) => Number(document.activeElement?.querySelector('.number')?.textContent) < before, last);
      last = Number(await place(page));
      await page.waitForFunction((known) => {
        const grid = document.querySelector('[role="grid"]');
        return Number(grid?.getAttribute('aria-rowcount')) > 0 || (grid?.scrollHeight ?? 0) > (401 - known) * 34 + 40;
      }, last);
    }
    expect(await page.getByRole('grid').getAttribute('aria-rowcount')).toBe('400');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-rowindex'))).toBe('400');
  });

  test('the list is one stop of the Tab key, and remembers its row', async () => {
    await page.getByRole('grid').focus();
    await press('ArrowDown', 'ArrowDown');
    const isOutside = () => page.evaluate(() => document.activeElement?.closest('[role="grid"]') === null);
    await page.keyboard.press('Shift+Tab');
    expect(await isOutside()).toBe(true);
    expect(await press('Tab')).toBe('398');
    await page.keyboard.press('Tab');
    expect(await isOutside()).toBe(true);
  });

  test('right and left reach what can be pressed in a row; Enter there presses it and does not open the row', async () => {
    await page.getByRole('grid').focus();
    expect(await press('ArrowDown', 'ArrowRight')).toBe('399 button');
    expect(await press('ArrowRight')).toBe('399 button');
    expect(await press('ArrowDown')).toBe('398');
    expect(await press('ArrowRight', 'ArrowLeft', 'ArrowLeft')).toBe('398');
    await press('ArrowRight', 'Enter');
    await page.getByText('Frame 398 was read again').waitFor();
    // Once: the row, opened by Enter, reads its frame again too.
    expect(server.backend.commands.map(({ input }) => input)).toEqual([{ id: 398 }]);
  });

  test('a click on a row opens it, one on its button presses that alone', async () => {
    await page.locator('[role="row"]', { hasText: '399' }).locator('.cut').first().click();
    await page.getByText('Frame 399 was read again').waitFor();
    await page.locator('[role="row"]', { hasText: '397' }).getByRole('button').click();
    await page.getByText('Frame 397 was read again').waitFor();
    expect(server.backend.commands.map(({ input }) => input)).toEqual([{ id: 399 }, { id: 397 }]);
  });

  test('a row that is scrolled away keeps the focus, and an arrow goes on from it', async () => {
    await page.getByRole('grid').focus();
    await press('Home', 'ArrowDown');
    await page.getByRole('grid').evaluate((grid) => grid.scrollTo({ top: 60 * 34 }));
    await page.locator('[role="row"] .number', { hasText: /^340$/ }).waitFor();
    expect(await place(page)).toBe('399');
    // Only what is in view is there beside it.
    expect(await page.locator('[role="row"]').count()).toBeLessThan(50);
    expect(await press('ArrowDown')).toBe('398');
    const top = await page.getByRole('grid').evaluate((grid) => grid.scrollTop);
    expect(top).toBeLessThan(3 * 34);
  });

  test('a list that is another one leaves the focus in it', async () => {
    await goTo(page, '#/messages');
    await page.locator('[role="row"]').nth(4).waitFor();
    await page.getByRole('grid').focus();
    await press('ArrowDown', 'ArrowDown');
    await page.evaluate(() => {
      location.hash = '#/messages?state=ready';
    });
    await page.getByText('Waits for the end of quiet hours').first().waitFor();
    await page.waitForFunction(() => document.activeElement?.closest('[role="grid"]') !== null);
  });

  test('no violation of WCAG, with the focus in it and at its end', async () => {
    expect(await broken(page)).toEqual([]);
    await page.getByRole('grid').focus();
    await press('End');
    expect(await broken(page)).toEqual([]);
  });
});
