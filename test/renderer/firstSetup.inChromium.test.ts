import { connect } from 'node:net';
import { Secret, TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import { systemClock } from '../../src/clock';
import type { SetupState } from '../../src/contract/setup';
import { type CarrierSimulator, startCarrierSimulator } from '../../src/training/carrierSimulator';
import { until } from '../support/realAppliance';
import { chromiumBinary, describeWhere } from '../support/whereAvailable';
import { type OnAppliance, onAppliance } from './support/onAppliance';

jest.setTimeout(240_000);

const LAYOUT = {
  kind: 'delimited',
  delimiter: '|',
  columns: ['occurredAt', 'event', 'incidentNumber', 'callType', 'unit', 'callerPhone'],
  time: 'iso',
  events: { NEW: 'incidentCreated', DISP: 'unitDispatched' },
};
const PASSWORD = 'correct horse battery staple 7';

describeWhere('Chromium', chromiumBinary(), 'the first set-up, by keyboard, on a real appliance', (executable) => {
  let desk: OnAppliance;
  let carrier: CarrierSimulator;
  beforeAll(async () => {
    carrier = await startCarrierSimulator({ clock: systemClock });
    desk = await onAppliance(executable, [], carrier.environment);
  });
  afterAll(async () => {
    await desk?.stop();
    await carrier?.stop();
  });

  const api = async (path: string, body: unknown, token = desk.appliance.ready.token) => {
    const response = await fetch(new URL(`api${path}`, desk.appliance.ready.console), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await response.json()) as Record<string, string>;
  };
  /** The first account, made with the code that was shown; its session. */
  const account = async (): Promise<string> => {
    const said = await until(desk.appliance.process.stderr, (text) => text.includes('with this code'));
    const code = /with this code: (\S+)/.exec(said)?.[1];
    const { session = '' } = await api('/access/firstAccount', { code, name: 'maria', password: PASSWORD });
    const { secret = '' } = await api('/access/enrolTotp', { password: PASSWORD }, session);
    const totp = new TOTP({ secret: Secret.fromBase32(secret), digits: 6, period: 30 });
    await api('/access/confirmTotp', { code: totp.generate() }, session);
    return session;
  };
  const say = async (port: number, ...columns: readonly string[][]) => {
    const socket = connect(port, '127.0.0.1');
    await new Promise<void>((done, fail) => socket.once('connect', done).once('error', fail));
    const text = columns.map((each) => `${[new Date().toISOString(), ...each].join('|')}\n`).join('');
    await new Promise<void>((done) => socket.end(text, () => done()));
  };
  const portIn = (text: string | null) => Number(/127\.0\.0\.1:(\d+)/.exec(text ?? '')?.[1]);
  /** Into a field as a keyboard does it. */
  const write = async (page: Page, label: string, text: string) => {
    await page.getByLabel(label, { exact: true }).focus();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(text);
  };
  const press = async (page: Page, role: 'button' | 'link', name: string) => {
    await page.getByRole(role, { name, exact: true, disabled: false }).focus();
    await page.keyboard.press('Enter');
  };
  const choose = async (page: Page, label: string, option: string) => {
    await page.getByRole('button', { name: label }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('option', { name: option }).waitFor();
    await page.keyboard.type(option);
    await page.keyboard.press('Enter');
    await page.getByRole('listbox').waitFor({ state: 'detached' });
  };
  const step = (page: Page, name: string) => page.getByRole('heading', { name, level: 2 }).waitFor();

  test('from nothing to watch-only and to the first real text, with a reload on the way', async () => {
    const { page, problems } = await desk.open({ token: await account() });
    await press(page, 'link', 'Set Herald up');

    await step(page, 'Agency');
    await press(page, 'button', 'Next');
    await page.locator('text=every text begins with it').waitFor();
    await write(page, 'Name of the agency, as texts say it', 'Port Alden PD');
    await write(page, 'Number people may call about a text', '206-555-0100');
    await choose(page, 'Time zone', 'Pacific');
    await press(page, 'button', 'Next');

    await step(page, 'Feed');
    await write(page, 'Address of this machine', '127.0.0.1');
    await write(page, 'Port', '0');
    await choose(page, 'What it sends', 'Lines with columns');
    await write(page, 'My own layout, as JSON', JSON.stringify({ ...LAYOUT, columns: ['occurredAt'] }));
    await press(page, 'button', 'Listen now');
    await page.locator('text=Needs a column event').waitFor();
    await write(page, 'My own layout, as JSON', JSON.stringify(LAYOUT));
    await press(page, 'button', 'Listen now');
    await page.locator('text=Nothing has come yet').waitFor();
    const trial = portIn(await page.locator('text=Listening on').textContent());
    await say(trial, ['NEW', '26-1', 'BURG-RES', '', '206-555-0142'], ['NEW', '26-2', 'DV-PHYS', '', '206-555-0143']);
    await page.locator('text=2 of 2 records understood').waitFor();
    await page.locator('.feedTrial dd', { hasText: '26-2' }).first().waitFor();
    expect(await page.locator('.feedTrial').textContent()).not.toContain('555-0142');

    // Nothing that was entered is lost, and the step is the same.
    await page.reload();
    await step(page, 'Feed');
    expect(await page.getByLabel('Port', { exact: true }).inputValue()).toBe('0');
    expect(JSON.parse(await page.getByLabel('My own layout, as JSON').inputValue())).toEqual(LAYOUT);
    await page.locator('text=2 of 2 records understood').waitFor();
    await press(page, 'button', 'Next');

    await step(page, 'Carrier');
    await page.getByText('Environment variables of the machine', { exact: true }).waitFor();
    await press(page, 'button', 'Next');

    await step(page, 'STOP');
    await page.getByLabel('By the network').focus();
    await page.keyboard.press('Space');
    await press(page, 'button', 'Next');

    await step(page, 'Call types');
    await page.locator('tr', { hasText: 'DV-PHYS' }).locator('text=never texted').waitFor();
    expect(await page.locator('table input:checked').count()).toBe(0);
    await page.getByLabel('Text about Burglary, residence').focus();
    await page.keyboard.press('Space');
    await press(page, 'button', 'Next, with 1');

    await step(page, 'Watch-only');
    await press(page, 'button', 'Start watching');

    await step(page, 'Test text');
    await page.locator('.band', { hasText: 'WATCH-ONLY' }).waitFor();
    await write(page, 'Number of your own phone', '206-555-0155');
    await press(page, 'button', 'Send one test text');
    await page.locator('text=Delivered.').waitFor({ timeout: 30_000 });
    expect(carrier.messages.map(({ to, text }) => [to, text])).toEqual([
      ['+12065550155', 'Port Alden PD: this is a test of our text alerts. No reply is needed.'],
    ]);
    await press(page, 'button', 'Next');

    await step(page, 'Going live');
    const cad = async () => portIn((await desk.appliance.status()).feeds[0]?.address ?? '');
    await say(await cad(), ['NEW', '26-11', 'BURG-RES', '', '206-555-0142'], ['DISP', '26-11', 'BURG-RES', 'P1', '206-555-0142']);
    await page.locator('text=Would have sent 1 text').waitFor({ timeout: 40_000 });
    await page.goto(`${desk.appliance.ready.console}#/board`);
    await page.getByRole('row', { name: /26-11/ }).locator('text=Would have texted the caller').waitFor();
    expect(carrier.messages).toHaveLength(1);

    await page.goto(`${desk.appliance.ready.console}#/profile`);
    await press(page, 'button', 'Go live…');
    await page.getByLabel('Reason, for the record').fill('Watched long enough');
    await page.keyboard.press('Enter');
    await page.locator('text=Live: texts are sent.').waitFor({ timeout: 20_000 });
    await page.locator('.statusLine', { hasText: 'Live' }).waitFor();
    expect((await desk.appliance.get<SetupState>('/setup')).body.live).toMatchObject({
      by: 'maria',
      reason: 'Watched long enough',
    });

    await say(await cad(), ['NEW', '26-12', 'BURG-RES', '', '206-555-0143'], ['DISP', '26-12', 'BURG-RES', 'P2', '206-555-0143']);
    await until(
      () => carrier.messages.map(({ to }) => to),
      (all) => all.length === 2,
      40_000,
    );
    expect(carrier.textsTo('+12065550143').map(({ text }) => text)).toEqual([expect.stringContaining('26-12')]);
    expect(carrier.textsTo('+12065550142')).toEqual([]);

    // What is changed often has fields; a whole profile is checked line by line before it is kept.
    await write(page, 'Raw frames', '14d');
    await page.locator('text=Raw frames are kept 14d instead of 30d').waitFor();
    await press(page, 'button', 'Keep it…');
    await page.getByLabel('Reason, for the record').fill('Our retention policy');
    await page.keyboard.press('Enter');
    await page.getByRole('alertdialog').waitFor({ state: 'detached' });
    await page.getByRole('heading', { name: 'Unsaved changes' }).waitFor({ state: 'detached' });
    const profile = await until(
      // It starts again with what was kept, and answers nobody meanwhile.
      () =>
        desk.appliance
          .get<{ text: string }>('/setup/profile')
          .then(({ body }) => body.text)
          .catch(() => '{}'),
      (text) => JSON.parse(text).retention?.frames === '14d',
    );
    await page.locator('text=Live: texts are sent.').waitFor({ timeout: 20_000 });
    await press(page, 'button', 'Import');
    await page.getByLabel('Or paste it here, as JSON').fill(profile.replace('"Port Alden PD"', '""'));
    await page.locator('text=It cannot be used as it is').waitFor();
    await press(page, 'button', 'Line 3, column 13');
    expect(
      await page.evaluate('document.activeElement.value.slice(document.activeElement.selectionStart).startsWith(\'""\')'),
    ).toBe(true);
    expect(problems.filter((each) => !/Failed to load resource|ERR_/.test(each))).toEqual([]);
    await page.context().close();
  });
});
