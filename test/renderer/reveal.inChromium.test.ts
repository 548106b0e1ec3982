import type { Page } from 'playwright-core';
import { chromiumBinary, describeWhere } from '../support/whereAvailable';
import { AccountsConsole } from './support/accountsConsole';
import { enrol, enteredAs, fill, goTo, newPerson, PASSWORD, press } from './support/people';

jest.setTimeout(180_000);

const APP_CODE = 'Code of the authenticator app';
describeWhere('Chromium', chromiumBinary(), 'a phone number on screen, on a real appliance with accounts', (executable) => {
  let desk: AccountsConsole;
  beforeAll(async () => {
    desk = await AccountsConsole.start(executable);
    await desk.cad('25-0300', 'NEW', 'BURG', '3', '', '206-555-0142');
  });
  afterAll(() => desk?.stop());

  test('a number is masked, shown by one action of a supervisor with a second factor, on record, and masked again by itself', async () => {
    const dispatcher = await newPerson(desk, 'casey', 'dispatcher');
    await goTo(dispatcher, '#/incidents/25-0300');
    const masked = (page: Page) => page.getByRole('region', { name: 'People' }).getByText('…0142');
    await masked(dispatcher).waitFor();
    expect(await dispatcher.getByRole('button', { name: 'Show the number of the caller' }).count()).toBe(0);
    await dispatcher.context().close();

    const page = await enteredAs(desk, 'robin', 'supervisor');
    const secret = await enrol(desk, page);
    await page.clock.install();
    await goTo(page, '#/incidents/25-0300');
    await masked(page).waitFor();
    expect(await page.locator('main').textContent()).not.toMatch(/206.{0,3}555/);
    const whole = page.getByRole('region', { name: 'People' }).getByText(/206.{0,3}555.{0,3}0142/);

    await press(page, 'Show the number of the caller');
    await whole.waitFor();
    await page.clock.fastForward(31_000);
    await whole.waitFor({ state: 'detached' });
    await masked(page).waitFor();

    // Half an hour idle: what was shown is gone, and nothing is shown before the password is given again, with the code of the app.
    await press(page, 'Show the number of the caller');
    await whole.waitFor();
    desk.clock.by(31 * 60_000);
    await page.reload();
    await page.getByRole('heading', { name: 'This console is locked' }).waitFor();
    expect(await page.locator('body').textContent()).not.toMatch(/206.{0,3}555/);
    await fill(page, 'Password', PASSWORD);
    await fill(page, APP_CODE, desk.code(secret));
    await press(page, 'Go on');
    await masked(page).waitFor();
    await press(page, 'Show the number of the caller');
    await whole.waitFor();
    await press(page, 'Mask the number of the caller');
    await whole.waitFor({ state: 'detached' });

    await goTo(page, '#/audit');
    const looks = page.getByRole('row', { name: /robin.*See a whole number/ });
    await looks.first().waitFor();
    expect(await page.locator('main').textContent()).not.toMatch(/206.{0,3}555/);
    await page.context().close();
  });
});
