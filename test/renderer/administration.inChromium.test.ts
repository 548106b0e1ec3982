import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { chromiumBinary, describeWhere } from '../support/whereAvailable';
import { AccountsConsole } from './support/accountsConsole';
import { enrol, fill, firstSignIn, goTo, newPerson, PASSWORD, press } from './support/people';

jest.setTimeout(120_000);

const reason = (page: Page) => page.getByLabel('Reason, for the record');
/** Moves the focus on until it is there. */
const tabTo = async (page: Page, name: string) => {
  const wanted = page.getByRole('button', { name, exact: true });
  for (let tabs = 0; tabs < 60; tabs++) {
    if (await wanted.evaluate((each) => each === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not come to ${name}`);
};

describeWhere('Chromium', chromiumBinary(), 'administration, on a real appliance with accounts', (executable) => {
  let desk: AccountsConsole;
  let admin: Page;
  let dispatcher: Page;
  beforeAll(async () => {
    desk = await AccountsConsole.start(executable);
    admin = await desk.open();
    await fill(admin, 'Code of this start', desk.firstCode);
    await fill(admin, 'Your name', 'morgan');
    await fill(admin, 'Password', PASSWORD);
    await fill(admin, 'The password once more', PASSWORD);
    await press(admin, 'Make the account');
    await enrol(desk, admin);
  });
  afterAll(() => desk?.stop());

  test('an account is made by keyboard; its password is shown once, and lets the person in', async () => {
    await admin.keyboard.press('Control+k');
    await admin.keyboard.type('accounts');
    await admin.keyboard.press('Enter');
    await admin.getByRole('link', { name: 'Add a person' }).focus();
    await admin.keyboard.press('Enter');
    await admin.getByLabel('Name to sign in with').waitFor();
    await admin.keyboard.type('casey');
    await admin.keyboard.press('Tab');
    await admin.keyboard.press('Tab');
    await admin.keyboard.press('ArrowDown');
    // A reload in between loses none of it.
    await admin.reload();
    await admin.getByLabel('Name to sign in with').waitFor();
    expect(await admin.getByLabel('Name to sign in with').inputValue()).toBe('casey');
    expect(await admin.getByRole('radio', { name: /I call them/ }).isChecked()).toBe(true);
    await reason(admin).focus();
    await admin.keyboard.type('New on B shift');
    await admin.keyboard.press('Enter');
    const shown = admin.getByRole('region', { name: 'Password for casey' });
    const password = (await shown.locator('code').textContent()) ?? '';
    await admin.keyboard.press('Enter');
    await shown.waitFor({ state: 'detached' });
    await admin.getByRole('row', { name: /casey/ }).getByText('Dispatcher').waitFor();
    expect(await admin.locator('body').textContent()).not.toContain(password);

    dispatcher = await desk.open();
    await firstSignIn(dispatcher, 'casey', password);
    await dispatcher.locator('.statusLine').waitFor();
  });

  test('who locked themselves out is let in again, with a reason', async () => {
    const page = await desk.open();
    for (let tries = 0; tries < 5; tries++) {
      await fill(page, 'Name', 'casey');
      await fill(page, 'Password', 'not the password');
      await press(page, 'Sign in');
      await page
        .getByRole('alert')
        .getByText(tries < 4 ? 'That is not right' : 'locked after too many bad tries')
        .waitFor();
    }
    await goTo(admin, '#/accounts/casey');
    await admin.getByRole('region', { name: 'Account casey' }).getByText('stays locked until').waitFor({ timeout: 40_000 });
    await press(admin, 'Unlock…');
    await press(admin, 'They mistyped, and said so');
    await press(admin, 'Unlock');
    await admin.locator('.undo', { hasText: 'casey can sign in again' }).waitFor();
    await fill(page, 'Password', PASSWORD);
    await press(page, 'Sign in');
    await page.locator('.statusLine').waitFor();
    await page.context().close();
  });

  test('one’s own account is not closed unawares, and a change of role is warned of', async () => {
    await goTo(admin, '#/accounts/morgan');
    const panel = admin.getByRole('region', { name: 'Account morgan' });
    await panel.getByText('This is your own account').waitFor();
    expect(await panel.getByRole('button', { name: 'Close the account…' }).count()).toBe(0);
    await panel.getByRole('button', { name: 'Change role' }).click();
    await admin.getByRole('menuitem', { name: 'Supervisor' }).click();
    const dialog = admin.getByRole('alertdialog');
    await dialog.getByText('you are signed out at once').waitFor();
    await dialog.getByRole('button', { name: 'New duty' }).click();
    await dialog.getByRole('button', { name: 'Change role' }).click();
    await dialog.getByText('There must be an administrator left.').waitFor();
    await press(admin, 'Cancel');
  });

  test('a dispatcher enters by one key that somebody wants no texts, and the number is not texted', async () => {
    await dispatcher.keyboard.press('d');
    const dialog = dispatcher.getByRole('dialog', { name: 'Do not text a number' });
    await dialog.waitFor();
    await dispatcher.keyboard.type('941 555 0142');
    await dialog.getByText('…0142 is texted when a rule says so').waitFor();
    await dispatcher.keyboard.press('Enter');
    await dispatcher.locator('.undo', { hasText: 'No texts to …0142 any more' }).waitFor();

    await desk.cad('25-0142', 'NEW', 'BURG-RES', 'P3', '', '941-555-0142');
    await desk.cad('25-0142', 'DISP', '', '', '1A12');
    await goTo(dispatcher, '#/incidents/25-0142');
    await dispatcher
      .getByRole('region', { name: 'Why' })
      .getByText(/asked for no more texts/)
      .first()
      .waitFor();

    await goTo(dispatcher, '#/numbers');
    const entry = dispatcher.getByRole('row', { name: /…0142/ });
    await entry.getByText('asked by phone', { exact: true }).waitFor();
    expect(await entry.getByRole('button').count()).toBe(0);
    await dispatcher.keyboard.press('/');
    await dispatcher.keyboard.type('(941) 555-0142');
    await dispatcher.getByText('…0142 is not texted: asked for no texts').waitFor();
  });

  test('a supervisor lifts an entry by keyboard, and takes that back', async () => {
    const page = await newPerson(desk, 'robin', 'supervisor');
    await goTo(page, '#/numbers');
    const entry = page.getByRole('row', { name: /…0142/ });
    await entry.waitFor();
    await entry.focus();
    await page.keyboard.press('l');
    await page
      .getByRole('alertdialog', { name: /They want texts again/ })
      .getByRole('textbox')
      .and(page.locator(':focus'))
      .waitFor();
    await page.keyboard.type('It was another number');
    // Not while a busy machine leaves the console without an answer.
    await page.locator('button[type=submit]:enabled', { hasText: 'They want texts again' }).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.undo', { hasText: 'Opted in again: …0142' }).waitFor();
    await page.getByText('Every number may be texted').waitFor();
    await page.keyboard.press('u');
    await page.locator('.undo', { hasText: 'Taken back' }).waitFor();
    await entry.getByText('asked by phone', { exact: true }).waitFor();
    // What a supervisor may see of the rest: not the store, not the export.
    expect(await page.getByRole('link', { name: 'Store', exact: true }).count()).toBe(0);
    await goTo(page, '#/retention');
    await page.getByRole('heading', { name: 'When somebody asks for records' }).waitFor();
    await goTo(page, '#/audit/export');
    await page.getByRole('link', { name: 'Is it whole?' }).waitFor();
    expect(await page.getByRole('link', { name: 'Export', exact: true }).count()).toBe(0);
    await page.context().close();
  });

  test('the audit is checked, the week signed, and a redacted export saved', async () => {
    await goTo(admin, '#/audit/check');
    await admin.getByRole('button', { name: 'Check the audit' }).focus();
    await admin.keyboard.press('Enter');
    await admin.getByRole('heading', { name: 'The audit is whole' }).waitFor();
    await admin.getByText('none is missing, none was added').waitFor();

    await goTo(admin, '#/audit/review');
    await admin.getByRole('region', { name: 'Accounts locked by bad tries' }).getByText('casey').waitFor();
    await press(admin, 'I looked through it…');
    await press(admin, 'I looked through it');
    await admin.getByText(/morgan looked through it/).waitFor();

    await goTo(admin, '#/audit/export');
    const [download] = await Promise.all([admin.waitForEvent('download'), press(admin, 'Save as a file')]);
    expect(download.suggestedFilename()).toMatch(/^herald-audit-.*-redacted\.csv$/);
    const lines = readFileSync(await download.path(), 'utf8').split('\n');
    expect(lines[0]).toBe('id,at,identity,source,action,subject,outcome,detail');
    expect(lines.filter((line) => line.includes(',createAccount,casey,success,'))).toHaveLength(1);
    expect(lines.join('\n')).not.toContain('New on B shift');
  });

  test('the audit is looked through by action and by person, and Enter opens an entry that stays open', async () => {
    await goTo(admin, '#/audit');
    const rows = admin.getByRole('grid', { name: 'Audit' }).getByRole('row');
    await rows.first().waitFor();
    await admin.getByRole('button', { name: /What/ }).click();
    await admin.getByRole('option', { name: 'Make an account' }).click();
    await rows.filter({ hasText: 'Look at the audit' }).first().waitFor({ state: 'detached' });
    const kinds = await rows.evaluateAll((all) => all.map((row) => row.ariaLabel?.split(': ')[1]));
    expect(kinds.length).toBeGreaterThan(0);
    expect(new Set(kinds)).toEqual(new Set(['Make an account']));
    expect(admin.url()).toContain('what=createAccount');
    await rows.first().focus();
    await admin.keyboard.press('Enter');
    await admin.getByRole('dialog').getByText('Herald calls it').waitFor();
    await admin.keyboard.press('Escape');
    await admin.getByRole('dialog').waitFor({ state: 'detached' });
  });

  test('a backup is made, listed, and found whole', async () => {
    await goTo(admin, '#/store');
    await admin.getByRole('heading', { name: 'The store works' }).waitFor();
    await tabTo(admin, 'Back up now b');
    await admin.keyboard.press('Enter');
    await admin.getByText('The backup is made and was found whole').waitFor({ timeout: 30_000 });
    const row = admin.getByRole('region', { name: 'Backups' }).getByRole('row').nth(1);
    await row.getByRole('button', { name: /Check the backup/ }).click();
    await row.getByText(/^Whole,/).waitFor({ timeout: 30_000 });
  });

  test('settings of sessions are kept while they are written, and put in force with a reason', async () => {
    await goTo(admin, '#/accounts/settings');
    const minutes = admin.getByRole('textbox', { name: 'Minutes without anybody, then it locks' });
    await minutes.fill('15');
    await minutes.press('Tab');
    await admin.getByText('Unsaved draft').waitFor();
    await admin.reload();
    await admin.getByText('Unsaved draft').waitFor();
    expect(await minutes.inputValue()).toBe('15');
    await press(admin, 'Save…');
    await press(admin, 'Agency policy');
    await press(admin, 'Change it');
    await admin.getByText('in force now: 15').waitFor();
  });

  test('an urgent alarm is not a dispatcher’s to put aside', async () => {
    await desk.asHost('commands/stopAll', { reason: 'A test of alarms' });
    desk.clock.by(10 * 60_000);
    // Clocks are compared at the latest every half minute, and at once where something comes in.
    await desk.cad('25-0143', 'NEW', 'BURG-RES', 'P3');
    await goTo(dispatcher, '#/attention');
    const alarm = (code: string) => dispatcher.locator(`[data-alarm="${code}"]`);
    await alarm('stopped').getByRole('button', { name: 'Put aside' }).waitFor();
    await alarm('breakerClock').waitFor({ timeout: 30_000 });
    expect(await alarm('breakerClock').getByRole('button', { name: 'Put aside' }).count()).toBe(0);
  });
});
