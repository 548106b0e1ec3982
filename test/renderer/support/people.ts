import type { Page } from 'playwright-core';
import type { AccountsConsole } from './accountsConsole';

/** What it takes to bring people to a console with accounts. */
export type PeopleDesk = Pick<AccountsConsole, 'open' | 'asHost' | 'code'>;

export const PASSWORD = 'lighthouse on the key 7';

export const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).click();
export const fill = (page: Page, label: string, value: string) => page.getByLabel(label, { exact: true }).fill(value);

/** Signs in with a password that was given, and chooses another. */
export async function firstSignIn(page: Page, name: string, given: string): Promise<void> {
  await fill(page, 'Name', name);
  await fill(page, 'Password', given);
  await press(page, 'Sign in');
  // Hashing is dear on purpose, and the machine may be busy: then it is said that nobody answered, and is asked once more.
  const asked = page.getByLabel('Password you were given', { exact: true });
  const unanswered = page.locator('.problem', { hasText: 'did not answer' });
  const answered = asked.or(unanswered);
  // A press that a stalled machine has lost is pressed again, as a person would.
  await answered.waitFor({ timeout: 20_000 }).catch(() => press(page, 'Sign in'));
  await answered.waitFor({ timeout: 60_000 }).catch(async (error: Error) => {
    throw new Error(`${error.message}\nThe page shows: ${await page.locator('body').allInnerTexts()}`);
  });
  if (await unanswered.isVisible()) await press(page, 'Sign in');
  await asked.waitFor({ timeout: 60_000 });
  await fill(page, 'Password you were given', given);
  await fill(page, 'New password', PASSWORD);
  await fill(page, 'The new password once more', PASSWORD);
  await press(page, 'Change it');
}

/** Through the screens that set up an authenticator; its secret. */
export async function enrol(desk: PeopleDesk, page: Page): Promise<string> {
  await page.getByRole('heading', { name: 'An authenticator app' }).waitFor();
  await fill(page, 'Password', PASSWORD);
  await press(page, 'Go on');
  const secret = ((await page.locator('code').textContent()) ?? '').replaceAll(' ', '');
  await fill(page, 'Code that the app shows', desk.code(secret));
  await press(page, 'Confirm');
  await page.locator('.statusLine').waitFor();
  return secret;
}

/** Makes an account as the host does, and gives it a password of its own at a console of its own. */
export async function enteredAs(desk: PeopleDesk, name: string, role: string): Promise<Page> {
  const { password } = await desk.asHost<{ password: string }>('access/createAccount', { name, role });
  const page = await desk.open();
  await firstSignIn(page, name, password);
  return page;
}

/** Somebody with an account of their own, signed in at a console of their own. */
export async function newPerson(desk: PeopleDesk, name: string, role: string): Promise<Page> {
  const page = await enteredAs(desk, name, role);
  if (role !== 'dispatcher') await enrol(desk, page);
  await page.locator('.statusLine').waitFor();
  return page;
}

export async function goTo(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => {
    location.hash = to;
  }, hash);
}
