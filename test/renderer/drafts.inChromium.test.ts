import type { Page } from 'playwright-core';
import { chromiumBinary, describeWhere } from '../support/whereAvailable';
import { type OnAppliance, onAppliance } from './support/onAppliance';

jest.setTimeout(120_000);

const EDITOR = '#/feeds/units?show=layout';

/** In the middle of writing, by whatever goes wrong: nothing is lost, and the screen says what is going on. */
describeWhere('Chromium', chromiumBinary(), 'a draft that somebody is writing', (executable) => {
  let desk: OnAppliance;
  let page: Page;
  beforeAll(async () => {
    desk = await onAppliance(executable);
  });
  afterAll(() => desk?.stop());
  beforeEach(async () => {
    ({ page } = await desk.open({ hash: EDITOR }));
    await page.locator('textarea').waitFor();
  });
  afterEach(() => page.context().close());

  const write = async (text: string) => {
    await page.locator('textarea').focus();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(text);
  };
  const draft = () => page.locator('textarea').inputValue();

  test('survives a reload', async () => {
    await write(' written before');
    await page.locator('text=Unsaved draft').waitFor();
    await page.reload();
    await page.locator('textarea').waitFor();
    expect(await draft()).toMatch(/written before$/);
    await page.locator('text=Unsaved draft').waitFor();
  });

  test('survives a lost connection, goes on being written, and is there when the link is back', async () => {
    await page.route('**/rpc/**', (route) => route.abort());
    await page.locator('.band.lost').waitFor({ timeout: 15_000 });
    await write(' written while alone');
    await page.locator('text=go on writing').waitFor();
    await page.unroute('**/rpc/**');
    await page.locator('.band.lost').waitFor({ state: 'detached', timeout: 15_000 });
    expect(await draft()).toMatch(/written while alone$/);
  });

  test('survives a killed appliance: it says so, and after signing in again all is there', async () => {
    await write(' before the end');
    await desk.kill();
    await page.locator('.band.lost').waitFor({ timeout: 15_000 });
    await write(' and after it');
    await desk.startAgain();
    const token = page.getByLabel('Paste the token that the appliance printed');
    await token.waitFor({ timeout: 30_000 });
    await token.fill(desk.appliance.ready.token);
    await page.keyboard.press('Enter');
    await page.locator('textarea').waitFor();
    expect(await draft()).toMatch(/before the end and after it$/);
    expect(page.url()).toContain(EDITOR);
  });
});
