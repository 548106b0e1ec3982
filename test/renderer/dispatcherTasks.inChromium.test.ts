import type { Page } from 'playwright-core';
import type { EventColumns } from '../../src/training/linesWriter';
import { chromiumBinary, describeWhere } from '../support/whereAvailable';
import { type OnAppliance, onAppliance } from './support/onAppliance';

jest.setTimeout(120_000);

const row = (page: Page, number: string) => page.locator('[role="row"]', { hasText: number });
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? '');

/** A new call with an officer on the way: its text is held for three seconds. */
const dispatched = (incidentNumber: string, callerPhone: string): EventColumns[] => [
  { incidentNumber, event: 'NEW', callType: 'THEFT-PETIT', priority: '4 - Report', callerPhone },
  { incidentNumber, event: 'DISP', unit: `P${incidentNumber.slice(-3)}` },
];

/** The ten things dispatchers do most, each without a mouse. */
describeWhere(
  'Chromium',
  chromiumBinary(),
  'a dispatcher’s shift by keyboard, on a real appliance in training mode',
  (executable) => {
    let desk: OnAppliance;
    let page: Page;
    let problems: string[];
    let calls = 700;
    beforeAll(async () => {
      desk = await onAppliance(executable);
    });
    afterAll(() => desk?.stop());
    beforeEach(async () => {
      ({ page, problems } = await desk.open());
      await page.locator('[role="row"]').first().waitFor();
    });
    afterEach(async () => {
      // A hold that comes too late is refused, and the browser says so; it is tried on another call then.
      expect(problems.filter((each) => !each.includes('409 (Conflict)'))).toEqual([]);
      await page.context().close();
    });

    /** A call of our own on the board, with the focus on it. */
    async function onNewCall(): Promise<string> {
      calls += 1;
      const number = `26-9${calls}`;
      await desk.cad(...dispatched(number, `8135550${calls % 1_000}`));
      await find(number);
      return number;
    }
    async function find(text: string): Promise<void> {
      await page.keyboard.press('0');
      await page.keyboard.press('/');
      await page.keyboard.type(text);
      await row(page, text.startsWith('26-') ? text : '')
        .first()
        .waitFor();
      await page.waitForFunction(() => document.querySelectorAll('[role="row"] .number').length === 1);
      await page.keyboard.press('Tab');
      while (!(await page.evaluate(() => document.activeElement?.closest('[role="row"]') !== null)))
        await page.keyboard.press('Tab');
    }
    /** Done in time on any machine: where the text has left already, another call is taken. */
    async function holdNext(): Promise<string> {
      for (let tries = 0; tries < 6; tries++) {
        const number = await onNewCall();
        if (/Accepted|Delivered/.test(await focused(page))) continue;
        await page.keyboard.press('h');
        const said = page.locator('.undo');
        await said.waitFor();
        if (await said.filter({ hasText: 'Held' }).count()) return number;
      }
      throw new Error('Every text had left before it could be held');
    }

    test('1: is Herald alive? The strip says so on every screen', async () => {
      for (const key of ['1', '2', '3', '4', '5']) {
        await page.keyboard.press(key);
        const status = page.getByRole('region', { name: 'Status' });
        await status.locator('text=/heard \\d+ (s|min) ago/i').waitFor();
        expect(await status.textContent()).toMatch(/Carrier.*Ready|Carrier.*Sending/);
        expect(await status.textContent()).toContain('Training');
      }
    });

    test('2, 4: was this caller texted, when, and what exactly was said? By the phone’s last four digits', async () => {
      const number = await onNewCall();
      await row(page, number).locator('text=/Accepted|Delivered/').first().waitFor({ timeout: 30_000 });
      const ending = `0${calls % 1_000}`;
      await page.keyboard.press('0');
      await find(ending);
      expect(await focused(page)).toContain(number);
      expect(await focused(page)).toMatch(/\d\d:\d\d/);
      await page.keyboard.press('Enter');
      const said = page.locator('.timeline blockquote');
      await said.waitFor();
      expect(await said.textContent()).toContain('Port Calusa');
    });

    test('3: why not? In two steps from the board', async () => {
      calls += 1;
      const number = `26-9${calls}`;
      await desk.cad({
        incidentNumber: number,
        event: 'NEW',
        callType: 'DV-DISTURB',
        priority: '2 - Urgent',
        callerPhone: '8135550177',
      });
      await find(number);
      expect(await focused(page)).toContain('Excluded: sensitive call type');
      await page.keyboard.press('Enter');
      await page.getByRole('region', { name: 'Why' }).locator('text=Excluded').first().waitFor();
    });

    test('5, 6: hold the next text with one key, and release it', async () => {
      const number = await holdNext();
      await row(page, number).locator('text=Held').first().waitFor();
      await page.keyboard.press('h');
      await page.getByRole('alertdialog', { name: `Release the text of ${number}` }).waitFor();
      await page.keyboard.press('Enter');
      await row(page, number).locator('text=/Accepted|Delivered/').first().waitFor({ timeout: 30_000 });
    });

    test('a hold is taken back with one key', async () => {
      const number = await holdNext();
      await page.keyboard.press('u');
      await page.locator('.undo', { hasText: 'Taken back' }).waitFor();
      await row(page, number).locator('text=/Due|Accepted|Delivered/').first().waitFor();
    });

    test('7: acknowledge an alarm, for everybody', async () => {
      await desk.appliance.feed('units', 'this line cannot be read\r\n');
      await page.keyboard.press('3');
      const alarm = page.locator('[data-alarm="framesRejected units"]');
      await alarm.locator('text=Acknowledge').waitFor();
      while (!(await alarm.locator('text=host has it').count())) {
        await page.keyboard.press('a');
        await page.locator('.undo').waitFor();
        await page.waitForTimeout(300);
      }
      const other = await desk.open({ hash: '#/attention' });
      await other.page.locator('[data-alarm="framesRejected units"]', { hasText: 'host has it' }).waitFor();
      await other.page.context().close();
    });

    test('8: send one of the agency’s texts by hand, with a reason', async () => {
      calls += 1;
      const number = `26-9${calls}`;
      const callerPhone = '8135550155';
      // Nobody is on the way yet, so there is something to say.
      await desk.cad({ incidentNumber: number, event: 'NEW', callType: 'THEFT-PETIT', priority: '4 - Report', callerPhone });
      await find(number);
      await page.keyboard.press('Enter');
      await page.locator('text=What happened').waitFor();
      await page.keyboard.press('m');
      const dialog = page.getByRole('dialog', { name: `Send a text about ${number}` });
      await dialog.getByRole('radio').first().waitFor();
      await page.keyboard.press('Space');
      const reason = dialog.getByLabel('Reason, for the record');
      await reason.waitFor();
      while (!(await reason.evaluate((field) => field === document.activeElement))) await page.keyboard.press('Tab');
      await page.keyboard.type('They asked again at the desk');
      const send = dialog.getByRole('button', { name: 'Send this text' });
      while (!(await send.evaluate((button) => button === document.activeElement))) await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.locator('.undo', { hasText: 'Ordered' }).waitFor();
      await page.locator('.timeline blockquote').first().waitFor();
    });

    test('9: never text this number', async () => {
      const number = await onNewCall();
      await page.keyboard.press('p');
      await page.getByRole('alertdialog', { name: /Never text …/ }).waitFor();
      await page.keyboard.press('Enter');
      await page.locator('.undo', { hasText: 'No texts to' }).waitFor();
      await page.keyboard.press('Enter');
      await page.getByRole('region', { name: 'People' }).locator('text=Not safe to text').waitFor();
      expect(page.url()).toContain(number);
    });

    test('10: hand over: what is held and which alarms stand, on one screen', async () => {
      await desk.appliance.feed('units', 'nor can this one\r\n');
      await holdNext();
      await page.keyboard.press('3');
      await page.getByRole('region', { name: 'Held texts' }).locator('text=Held by the dispatcher').first().waitFor();
      await page.getByRole('region', { name: 'Alarms' }).locator('[data-alarm="framesRejected units"]').waitFor();
    });
  },
);
