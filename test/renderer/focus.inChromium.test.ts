import type { Page } from 'playwright-core';
import { chromiumBinary, describeWhere } from '../support/whereAvailable';
import { type ConsoleInChromium, goTo, startConsoleInChromium } from './support/consoleInChromium';
import { type OnAppliance, onAppliance } from './support/onAppliance';

jest.setTimeout(120_000);

/** Waits until something has the focus that is still there and can be used; the page itself is nothing. */
const isSomewhere = (page: Page, what?: string) =>
  page.waitForFunction((wanted) => {
    const active = document.activeElement;
    if (active === null || active === document.body || active.matches(':disabled')) return false;
    return wanted === undefined || active.matches(wanted) || active.textContent?.includes(wanted) === true;
  }, what);
/** By the keyboard, as somebody does who uses nothing else. */
async function press(page: Page, name: string | RegExp): Promise<void> {
  const button = page.getByRole('button', { name }).first();
  await button.waitFor();
  await button.focus();
  await page.keyboard.press('Enter');
}

describeWhere('Chromium', chromiumBinary(), 'the keyboard’s focus', (executable) => {
  let chrome: ConsoleInChromium;
  beforeAll(async () => {
    chrome = await startConsoleInChromium(executable);
  });
  afterAll(() => chrome?.stop());

  test('does not fall to the page when the thing pressed goes away', async () => {
    const server = await chrome.serve();
    const { page, problems } = await chrome.open(server, '#/board');
    await page.locator('.row').first().waitFor();
    await page.keyboard.press('Shift+S');
    await page.getByRole('alertdialog').waitFor();
    await page.keyboard.type('Wrong texts');
    await page.keyboard.press('Enter');
    await page.locator('.band.stopped').waitFor();
    await isSomewhere(page, 'h1');

    await goTo(page, '#/board?find=nothing-has-this');
    await press(page, 'Show the whole board');
    await isSomewhere(page, '.row, .grid');

    await page.keyboard.press('Shift+T');
    await page.getByRole('dialog').locator('text=/T\\d\\d:\\d\\d:\\d\\d-0[45]:00/').first().waitFor();
    await page.keyboard.press('Escape');
    await isSomewhere(page, '.row');

    await goTo(page, '#/incidents/26-04137?id=37');
    await page.locator('text=What happened').waitFor();
    await page.keyboard.press('m');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await isSomewhere(page);
    await press(page, 'Send a text…');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await isSomewhere(page, 'Send a text…');
    expect(problems).toEqual([]);
    await page.context().close();
  });
});

describeWhere('Chromium', chromiumBinary(), 'the keyboard’s focus, on a real appliance', (executable) => {
  let desk: OnAppliance;
  beforeAll(async () => {
    desk = await onAppliance(executable);
  });
  afterAll(() => desk?.stop());

  test('stays near what was done to a draft: a roster taken, saved, rehearsed, put in force', async () => {
    const { page, problems } = await desk.open({ hash: '#/roster' });
    const buffer = Buffer.from('id,name,phone\n9001,Q. Invented,813-555-0188\n');
    await page.locator('input[type=file]').setInputFiles({ name: 'roster.csv', mimeType: 'text/csv', buffer });
    await press(page, /^Take it, keep/);
    await page.getByRole('heading', { name: 'What the file would change' }).waitFor({ state: 'detached' });
    await isSomewhere(page);
    await page.evaluate(() => {
      location.hash = '#/rules/timing';
    });
    const wait = page.getByLabel('Officer assigned: waits before it leaves');
    await wait.fill('4s');
    await press(page, 'Save the draft');
    await page.getByRole('button', { name: 'Save the draft' }).and(page.locator(':disabled')).waitFor();
    await isSomewhere(page);
    await page.evaluate(() => {
      location.hash = '#/rehearsal';
    });
    await press(page, /^Rehearse/);
    await page.getByRole('heading', { name: 'What it would have done' }).waitFor();
    // It was disabled meanwhile: the focus has come back to it.
    await isSomewhere(page, '.ruleCardHead .button');
    await press(page, /^(Put in force|Propose)$/);
    await page.getByRole('alertdialog').waitFor();
    await page.keyboard.type('As agreed');
    await page.keyboard.press('Enter');
    await page.locator('.undo', { hasText: /is (in force|proposed)/ }).waitFor();
    await isSomewhere(page);
    expect(problems).toEqual([]);
    await page.context().close();
  });
});
