import type { Page } from 'playwright-core';
import { chromiumBinary, describeWhere } from '../support/whereAvailable';
import { type OnAppliance, onAppliance } from './support/onAppliance';

jest.setTimeout(120_000);

const TEMPLATE = '#/templates/dispatched';

describeWhere('Chromium', chromiumBinary(), 'a supervisor, on a real appliance in training mode', (executable) => {
  let desk: OnAppliance;
  beforeAll(async () => {
    desk = await onAppliance(executable);
  });
  afterAll(() => desk?.stop());

  const english = (page: Page) => page.getByLabel('English', { exact: true }).locator('textarea');
  const signIn = async (page: Page) => {
    const token = page.getByLabel('Paste the token that the appliance printed');
    await token.waitFor({ timeout: 30_000 });
    await token.fill(desk.appliance.ready.token);
    await page.keyboard.press('Enter');
  };

  test('a template is written by keyboard: a reload, a lost connection and a killed appliance lose none of it', async () => {
    const { page } = await desk.open({ hash: TEMPLATE });
    await english(page).focus();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(' Thank you “kindly”.');
    // What is wrong with it comes with its place, and the plain form by one press.
    await page.getByRole('button', { name: 'Write “"” instead' }).first().focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('textarea')?.value.endsWith('Thank you "kindly”.'));

    await page.reload();
    await page.locator('text=Unsaved draft').waitFor();
    expect(await english(page).inputValue()).toMatch(/Thank you "kindly”\.$/);

    await page.route('**/rpc/**', (route) => route.abort());
    await page.locator('.band.lost').waitFor({ timeout: 15_000 });
    await english(page).focus();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(' Alone.');
    await page.locator('text=go on writing').first().waitFor();
    await page.unroute('**/rpc/**');
    await page.locator('.band.lost').waitFor({ state: 'detached', timeout: 15_000 });

    await desk.kill();
    await page.locator('.band.lost').waitFor({ timeout: 15_000 });
    await english(page).focus();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(' After.');
    await desk.startAgain();
    await signIn(page);
    await english(page).waitFor();
    expect(await english(page).inputValue()).toMatch(/Thank you "kindly”\. Alone\. After\.$/);
    expect(page.url()).toContain(TEMPLATE);

    // As it stands it would take more than two segments, and a draft with such a text cannot be put in force.
    await page.getByRole('button', { name: 'Write “"” instead' }).first().focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('textarea')?.value.includes('Thank you "kindly".'));
    await page.getByRole('button', { name: 'Save the draft' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('text=You see the draft that').waitFor();
    await page.locator('text=Unsaved draft').waitFor({ state: 'detached' });
    expect(await english(page).inputValue()).toMatch(/Alone\. After\.$/);
    await page.context().close();
  });

  test('a raised threshold is rehearsed on screen, and put in force only beside that rehearsal', async () => {
    const { page, problems } = await desk.open({ hash: '#/rules/delays' });
    await page.getByLabel('After', { exact: true }).first().fill('a while');
    await page.locator('text=Write a number and a unit').waitFor();
    await page.getByLabel('After', { exact: true }).first().fill('55m');
    await page.locator('text=In force now: 45s').waitFor();
    await page.getByRole('button', { name: 'Save the draft' }).click();
    await page.locator('text=You see the draft that').waitFor();

    await page.getByRole('link', { name: 'Rehearse and put in force' }).click();
    await page.locator('li', { hasText: '55m instead of 45s' }).waitFor();
    const putInForce = page.getByRole('button', { name: 'Put in force' });
    expect(await putInForce.isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Rehearse', exact: true }).click();
    await page.locator('.headline').waitFor({ timeout: 60_000 });
    expect(await page.locator('.rehearsalBand').textContent()).toContain('nothing is sent');
    const counts = await page.locator('table', { hasText: 'Differences' }).locator('td').allTextContents();
    const [together, ...parts] = counts.map(Number).reverse();
    expect(parts.reduce((sum, each) => sum + each, 0)).toBe(together);

    await putInForce.click();
    await page.getByLabel('Reason, for the record').fill('Fewer texts');
    await page.keyboard.press('Enter');
    await page.locator('text=There is no draft').waitFor();
    await page.getByRole('row', { name: /Fewer texts/ }).waitFor();

    // And back again, in three: restore, put in force, why. What it would have done is rehearsed by itself.
    await page.getByRole('button', { name: 'Restore version 1' }).click();
    await page.locator('.headline').waitFor({ timeout: 60_000 });
    await page.waitForFunction(() => document.activeElement?.textContent?.trim() === 'Put it in force');
    await putInForce.click();
    await page.getByLabel('Reason, for the record').fill('As it was');
    await page.keyboard.press('Enter');
    await page.getByRole('row', { name: /As it was/ }).waitFor();

    // What each changed, and any two beside each other.
    await page.getByRole('button', { name: 'What changed with version 3' }).focus();
    await page.keyboard.press('Enter');
    const compared = page.getByRole('dialog');
    await compared.locator('li', { hasText: '45s instead of 55m' }).waitFor();
    await compared.getByRole('button', { name: /From/ }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('option', { name: 'Version 1' }).focus();
    await page.keyboard.press('Enter');
    await compared.getByText('They say the same').waitFor();
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'What changed with version 3');
    expect(problems).toEqual([]);
    await page.context().close();
  });

  test('what is wrong with a draft is said in the words of the screens, stays while it is mended, and leads to its field', async () => {
    const { page, problems } = await desk.open({ hash: TEMPLATE });
    await english(page).fill('Herald: {{nothing}} is on the way.');
    await page.getByRole('button', { name: 'Save the draft' }).click();
    const wrong = page.getByRole('region', { name: 'What is wrong with the draft' });
    await wrong.getByRole('link', { name: 'Officer assigned, English' }).waitFor();
    expect(await wrong.textContent()).not.toContain('templates[');

    await page.evaluate(() => {
      location.hash = '#/rules/delays';
    });
    await page.getByLabel('After', { exact: true }).first().fill('56m');
    await wrong.getByText('This is about the draft as').waitFor();
    await page.getByLabel('After', { exact: true }).first().fill('45s');
    await page.locator('text=Unsaved draft').waitFor({ state: 'detached' });

    await page.evaluate(() => {
      location.hash = '#/rehearsal';
    });
    await page.getByText('It can be compared once').waitFor();
    expect(await page.getByText('did not give the comparison').count()).toBe(0);
    await wrong.getByRole('link', { name: 'Officer assigned, English' }).click();
    await page.waitForFunction(() => (document.activeElement as HTMLTextAreaElement | null)?.value?.includes('{{nothing}}'));
    expect(problems).toEqual([]);
    await page.context().close();
  });
});
