import { chromiumBinary, describeWhere } from '../support/whereAvailable';
import { AccountsConsole } from './support/accountsConsole';
import { enrol, enteredAs, fill, PASSWORD, press } from './support/people';

jest.setTimeout(120_000);

const APP_CODE = 'Code of the authenticator app';

describeWhere('Chromium', chromiumBinary(), 'people at a console with accounts', (executable) => {
  let desk: AccountsConsole;
  beforeAll(async () => {
    desk = await AccountsConsole.start(executable);
  });
  afterAll(() => desk?.stop());

  test('the first account is made by the code of the start, gets its authenticator, is locked and opened again', async () => {
    const page = await desk.open();
    await fill(page, 'Code of this start', 'no-such-code');
    await fill(page, 'Your name', 'morgan');
    await fill(page, 'Password', PASSWORD);
    await fill(page, 'The password once more', PASSWORD);
    await press(page, 'Make the account');
    await page.getByRole('alert').getByText('That is not right').waitFor();
    await fill(page, 'Code of this start', desk.firstCode);
    await fill(page, 'Your name', 'Morgan Reyes');
    await press(page, 'Make the account');
    await page.getByRole('alert').getByText('Not taken: look at each field').waitFor();
    await fill(page, 'Your name', 'morgan');
    await press(page, 'Make the account');
    const secret = await enrol(desk, page);

    await press(page, 'morgan');
    await page.getByRole('menuitem', { name: 'Lock this console' }).click();
    await page.getByRole('heading', { name: 'This console is locked' }).waitFor();
    expect(await page.locator('.statusLine').count()).toBe(0);
    await fill(page, 'Password', 'not the password');
    await fill(page, APP_CODE, desk.code(secret));
    await press(page, 'Go on');
    await page.getByRole('alert').getByText('That is not right').waitFor();
    await fill(page, 'Password', PASSWORD);
    await fill(page, APP_CODE, desk.code(secret));
    await press(page, 'Go on');
    await page.locator('.statusLine').waitFor();
    await page.context().close();
  });

  test('a dispatcher has no screens of a supervisor', async () => {
    const page = await enteredAs(desk, 'casey', 'dispatcher');
    await page.getByRole('link', { name: 'Board' }).waitFor();
    for (const group of ['Supervisor', 'Administration']) {
      expect(await page.getByRole('link', { name: group, exact: true }).count()).toBe(0);
    }
    await page.keyboard.press('Control+k');
    await page.getByRole('searchbox', { name: 'Incident number' }).fill('rehearsal');
    await page.getByText('Nothing has “rehearsal” in it').waitFor();
    await page.keyboard.press('Escape');
    await page.evaluate(() => {
      location.hash = '#/rehearsal';
    });
    await page.getByRole('heading', { name: 'Rehearsal is not for your role' }).waitFor();
    await page.context().close();
  });

  test('what needs the password again asks for it once, and then does it by itself', async () => {
    await desk.cad('25-0100', 'NEW', 'DV-ASSAULT', '3', '', '941-555-0142');
    const page = await enteredAs(desk, 'robin', 'supervisor');
    const secret = await enrol(desk, page);
    await page.evaluate(() => {
      location.hash = '#/incidents/25-0100';
    });
    const lift = async () => {
      await press(page, 'Lift the exclusion…');
      await page.getByLabel('Reason, for the record').fill('Excluded by mistake');
      await press(page, 'Lift the exclusion');
    };
    const dialog = page.getByRole('alertdialog', { name: 'Your password again' });
    desk.clock.by(6 * 60_000);
    await lift();
    await dialog.waitFor();
    // Without the password nothing is done, and the question that was open says so.
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('alert').getByText('Not done: that needs your password again').waitFor();

    await press(page, 'Lift the exclusion');
    await dialog.waitFor();
    await page.keyboard.type('not the password');
    await page.keyboard.press('Tab');
    await page.keyboard.type(desk.code(secret));
    await page.keyboard.press('Enter');
    await dialog.getByText('That is not right').waitFor();
    await dialog.getByLabel('Password').fill(PASSWORD);
    await dialog.getByLabel(APP_CODE).fill(desk.code(secret));
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Lift the exclusion…' }).waitFor({ state: 'detached' });
    expect(await page.getByRole('alertdialog').count()).toBe(0);
    await page.context().close();
  });
});
