import { connect } from 'node:net';
import type { Page } from 'playwright-core';
import { until } from '../support/realAppliance';
import { chromiumBinary, describeWhere } from '../support/whereAvailable';
import { broken } from './support/axe';
import { type OnAppliance, onAppliance } from './support/onAppliance';

jest.setTimeout(180_000);

const LAYOUT = {
  kind: 'delimited',
  delimiter: '|',
  columns: ['occurredAt', 'event', 'incidentNumber', 'callType', 'unit', 'callerPhone'],
  time: 'iso',
  events: { NEW: 'incidentCreated' },
};

describeWhere('Chromium', chromiumBinary(), 'feeds after the first set-up, on a real appliance', (executable) => {
  let desk: OnAppliance;
  beforeAll(async () => {
    desk = await onAppliance(executable, []);
    const { body: starter } = await desk.appliance.get<{ text: string }>('/setup/starter');
    const profile = JSON.parse(starter.text);
    const kept = await post('/setup/keep', {
      text: JSON.stringify({
        ...profile,
        agency: { ...profile.agency, name: 'Port Alden PD', timeZone: 'America/New_York', phone: '206-555-0100' },
        feeds: [{ id: 'cad', url: 'tcp-listen://127.0.0.1:0?format=newworld-xml' }],
      }),
      basedOn: null,
      reason: 'First set-up',
    });
    expect(kept).toMatchObject({ problems: [] });
    await feedsOf((ids) => ids.includes('cad'));
  });
  afterAll(() => desk?.stop());

  const post = async (path: string, body: unknown) => {
    const response = await fetch(new URL(`api${path}`, desk.appliance.ready.console), {
      method: 'POST',
      headers: { authorization: `Bearer ${desk.appliance.ready.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return response.json();
  };
  /** It starts again with what was kept, and answers nobody meanwhile. */
  const feedsOf = (hold: (ids: readonly string[]) => boolean) =>
    until(
      () =>
        desk.appliance
          .status()
          .then(({ feeds }) => feeds)
          .catch(() => []),
      (feeds) => hold(feeds.map(({ id }) => id)),
      40_000,
    );
  const say = async (text: string | null, incident: string) => {
    const socket = connect(Number(/127\.0\.0\.1:(\d+)/.exec(text ?? '')?.[1]), '127.0.0.1');
    await new Promise<void>((done, fail) => socket.once('connect', done).once('error', fail));
    const line = [new Date().toISOString(), 'NEW', incident, 'BURG-RES', '', '206-555-0142'].join('|');
    await new Promise<void>((done) => socket.end(`${line}\n`, () => done()));
  };
  const keep = async (page: Page, reason: string, button = 'Keep it…') => {
    await page.getByRole('button', { name: button }).click();
    const question = page.getByRole('alertdialog');
    const words = await question.textContent();
    await page.getByLabel('Reason, for the record').fill(reason);
    await page.keyboard.press('Enter');
    await question.waitFor({ state: 'detached' });
    return words;
  };

  test('one is added, tried before it is kept; changed; and removed, which is asked first and says what it means', async () => {
    const { page, problems } = await desk.open({ hash: '#/feeds' });
    await page.getByRole('link', { name: 'Add a feed' }).click();
    await page.getByLabel('Name of the feed').fill('cad');
    await page.getByText('There is a feed of that name already').waitFor();
    await page.getByLabel('Name of the feed').fill('units');
    await page.getByLabel('Address of this machine').fill('127.0.0.1');
    await page.getByLabel('Port', { exact: true }).fill('0');
    await page.getByRole('button', { name: 'What it sends' }).click();
    await page.getByRole('option', { name: 'Lines with columns' }).click();
    await page.getByLabel('My own layout, as JSON').fill(JSON.stringify(LAYOUT));
    await page.getByText('No record of this feed has been understood yet').waitFor();
    await page.getByRole('button', { name: 'Listen now' }).click();
    await page.getByText('Nothing has come yet').waitFor();
    await say(await page.getByText('Listening on').textContent(), '26-1');
    await page.getByText('1 of 1 record understood').waitFor();
    await page.getByText('Records of this feed were understood').waitFor();
    await page.getByText('Feed “units” is new').waitFor();
    expect(await broken(page)).toEqual([]);
    expect(await keep(page, 'The units have a feed of their own')).toContain('Herald starts again with it');

    const after = await feedsOf((ids) => ids.join() === 'cad,units');
    await page.getByRole('link', { name: 'Layout of feed units' }).click({ timeout: 30_000 });
    await page.getByText('Nothing has come on this feed yet').waitFor();
    await say(after.find(({ id }) => id === 'units')?.address ?? '', '26-2');
    await until(
      () => desk.appliance.incident('26-2'),
      (found) => found !== undefined,
    );
    // The draft is tried on the first frame when that comes, with no key pressed.
    await page.getByText('1 frame: 1 as now').waitFor();
    await page.getByRole('link', { name: 'All feeds' }).click();

    await page.getByRole('link', { name: 'Change or remove feed units' }).click();
    // As it was entered, field by field.
    expect(await page.getByLabel('Address of this machine').inputValue()).toBe('127.0.0.1');
    expect(JSON.parse(await page.getByLabel('My own layout, as JSON').inputValue())).toMatchObject(LAYOUT);
    await page.getByLabel('An alarm after so long without a record').fill('45m');
    await page.getByText('Feed “units” counts as silent after 45m instead of 30m').waitFor();
    await keep(page, 'A quiet night is long');
    await until(
      () =>
        desk.appliance
          .get<{ text: string }>('/setup/profile')
          .then(({ body }) => body.text)
          .catch(() => ''),
      (text) => text.includes('"45m"'),
      40_000,
    );
    await feedsOf((ids) => ids.join() === 'cad,units');

    await page.getByRole('link', { name: 'Change or remove feed units' }).click({ timeout: 30_000 });
    await page.getByRole('button', { name: 'Remove it…' }).click();
    await page.getByText('Nothing that units says is heard any more').waitFor();
    await page.getByText('Feed “units” is gone').waitFor();
    expect(await broken(page)).toEqual([]);
    await page.getByRole('button', { name: 'Leave it' }).click();
    await page.getByRole('button', { name: 'Remove it…' }).click();
    expect(await keep(page, 'CAD no longer sends it', 'Remove units…')).toContain('Nothing that units says is heard any more');
    await feedsOf((ids) => ids.join() === 'cad');

    const { items } = (
      await desk.appliance.get<{ items: { action: string; outcome: string; detail: { reason?: string } }[] }>('/audit')
    ).body;
    expect(items.filter(({ action }) => action === 'keepProfile').map(({ detail }) => detail.reason)).toEqual([
      'CAD no longer sends it',
      'A quiet night is long',
      'The units have a feed of their own',
      'First set-up',
    ]);
    expect(items.filter(({ action }) => action === 'tryFeed')).toHaveLength(1);
    expect(problems.filter((each) => !/Failed to load resource|ERR_/.test(each))).toEqual([]);
    await page.context().close();
  });
});
