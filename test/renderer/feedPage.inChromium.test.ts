import type { Page } from 'playwright-core';
import { chromiumBinary, describeWhere } from '../support/whereAvailable';
import { type ConsoleInChromium, startConsoleInChromium } from './support/consoleInChromium';

jest.setTimeout(60_000);

const frameIds = (page: Page) =>
  page.locator('[data-frame]').evaluateAll((frames) => frames.map((frame) => Number((frame as HTMLElement).dataset.frame)));
const focusedFrame = (page: Page) =>
  page.evaluate(() => Number(document.activeElement?.closest<HTMLElement>('[data-frame]')?.dataset.frame ?? 0));
const draftBox = (page: Page) => page.getByRole('textbox', { name: /Draft/ });

describeWhere('Chromium', chromiumBinary(), 'the page of a feed in Chromium', (executable) => {
  let chrome: ConsoleInChromium;
  beforeAll(async () => {
    chrome = await startConsoleInChromium(executable);
  });
  afterAll(() => chrome?.stop());

  test('from the list of feeds to a tap and back, by keys alone', async () => {
    const { page, problems } = await chrome.open(await chrome.serve(), '#/feeds');
    await page.getByRole('link', { name: 'units', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.locator('[data-frame]').first().waitFor();
    await page.keyboard.press('l');
    await draftBox(page).waitFor();
    await page.keyboard.press('t');
    await page.locator('[data-frame]').first().waitFor();
    await page.keyboard.press('b');
    await page.getByRole('link', { name: 'Live tap of feed cad' }).waitFor();
    expect(problems).toEqual([]);
    await page.context().close();
  });

  test('bytes and facts stand side by side; control characters are named; nothing personal is on the page', async () => {
    const { page } = await chrome.open(await chrome.serve(), '#/feeds/units');
    const rejected = page.locator('[data-frame]', { hasText: 'An event code that the layout does not know' });
    await rejected.waitFor();
    expect(await rejected.locator('.rawLine.fault').textContent()).toContain('Failed here');
    const all = (await page.locator('main').textContent()) ?? '';
    expect(all).toContain('25-0611');
    expect(all).toContain('…0142');
    expect(all).not.toMatch(/Perpetua|Egret|555-01/);
    await page.context().close();
  });

  test('new frames come by themselves on top, unless it is paused or being read', async () => {
    const own = await chrome.serve();
    const { page } = await chrome.open(own, '#/feeds/units');
    await page.locator('[data-frame]').first().waitFor();
    const [first = 0] = await frameIds(page);
    own.backend.step();
    await page.waitForFunction((old) => Number(document.querySelector<HTMLElement>('[data-frame]')?.dataset.frame) > old, first);

    await page.keyboard.press('j');
    const read = await focusedFrame(page);
    const before = await frameIds(page);
    const [top = 0] = before;
    own.backend.step();
    await page.getByRole('button', { name: 'Show 1 new frame' }).waitFor();
    expect(await frameIds(page)).toEqual(before);
    expect(await focusedFrame(page)).toBe(read);
    await page.keyboard.press('n');
    await page.waitForFunction((old) => Number(document.querySelector<HTMLElement>('[data-frame]')?.dataset.frame) > old, top);

    await page.keyboard.press('p');
    await page.getByRole('button', { name: 'Go on' }).waitFor();
    await page.context().close();
  });

  test('j and k go from frame to frame, and arrow keys scroll its bytes', async () => {
    const { page } = await chrome.open(await chrome.serve(), '#/feeds/cad');
    await page.locator('[data-frame]').first().waitFor();
    const ids = await frameIds(page);
    await page.keyboard.press('j');
    expect(await focusedFrame(page)).toBe(ids[0]);
    await page.keyboard.press('j');
    expect(await focusedFrame(page)).toBe(ids[1]);
    await page.keyboard.press('k');
    expect(await focusedFrame(page)).toBe(ids[0]);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('rawBytes');
    await page.keyboard.press('End');
    await page.waitForFunction(() => (document.activeElement?.scrollTop ?? 0) > 0);
    await page.context().close();
  });

  test('a draft is tried as it is typed: what it gains is told, and what it cannot be is told by line and column', async () => {
    const { page, problems } = await chrome.open(await chrome.serve(), '#/feeds/units?show=layout');
    const box = draftBox(page);
    await box.waitFor();
    const inForce = await box.inputValue();
    await page.locator('text=7 as now').waitFor();

    await box.fill(inForce.replace('"REOPEN"', '"STG": "noteAdded",\n    "REOPEN"'));
    await page.locator('.triedSummary', { hasText: '1 understood by the draft only' }).waitFor();
    const gained = page.locator('.tapFrame', { hasText: 'By the draft only' });
    expect(await gained.locator('.fresh dt').allInnerTexts()).toContain('+Incident number');

    await box.fill(inForce.replace('"delimiter": "|",', '"delimiter": "|"'));
    const place = page.getByRole('button', { name: 'Line 4, column 3' });
    await place.waitFor();
    expect(await page.getByRole('button', { name: 'Copy for the profile' }).isDisabled()).toBe(true);
    await page.locator('.triedSummary', { hasText: 'The last draft that could be read' }).waitFor();
    await place.press('Enter');
    expect(await box.evaluate((area: HTMLTextAreaElement) => area.value.slice(0, area.selectionStart).split('\n').length)).toBe(4);

    await page.getByRole('button', { name: 'Back to the one in force' }).click();
    await page.locator('text=This draft can be used.').waitFor();
    expect(problems).toEqual([]);
    await page.context().close();
  });

  test('a draft outlives a look at another screen, and is copied as an entry of the profile', async () => {
    const { page } = await chrome.open(await chrome.serve(), '#/feeds/units?show=layout');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const box = draftBox(page);
    await box.waitFor();
    const draft = (await box.inputValue()).replace('"REOPEN"', '"STG": "noteAdded", "REOPEN"');
    await box.fill(draft);
    await page.getByRole('link', { name: 'Messages', exact: true }).click();
    await page.getByRole('link', { name: 'Feeds', exact: true }).click();
    await page.getByRole('link', { name: 'Layout of feed units' }).click();
    await box.waitFor();
    expect(await box.inputValue()).toBe(draft);
    await page.getByRole('button', { name: 'Copy for the profile' }).click();
    await page.locator('text=Copied, as "events".').waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(JSON.parse(`{${copied}}`).events.events.STG).toBe('noteAdded');
    await page.context().close();
  });

  test('the tap does not move while the draft’s problems come and go', async () => {
    const { page } = await chrome.open(await chrome.serve(), '#/feeds/units?show=layout');
    const box = draftBox(page);
    await page.locator('text=This draft can be used.').waitFor();
    const place = () => page.locator('.layoutDraft > p').boundingBox();
    const before = await place();
    await box.fill('{ "kind": "delimited" }');
    await page
      .getByRole('button', { name: /^Line 1/ })
      .first()
      .waitFor();
    expect(await place()).toEqual(before);
    await page.context().close();
  });
});
