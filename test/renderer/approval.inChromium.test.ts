import type { Page } from 'playwright-core';
import { until } from '../support/realAppliance';
import { chromiumBinary, describeWhere } from '../support/whereAvailable';
import { enrol, firstSignIn, goTo, newPerson, press } from './support/people';
import { peopleOnAppliance } from './support/peopleOnAppliance';

jest.setTimeout(180_000);

/** Presses a button that asks for a reason, and answers. */
const act = async (page: Page, button: string, reason: string) => {
  await press(page, button);
  const question = page.getByRole('alertdialog');
  await question.getByLabel('Reason, for the record').fill(reason);
  await question.getByRole('button', { name: button, exact: true }).click();
  await question.waitFor({ state: 'detached' });
};

describeWhere('Chromium', chromiumBinary(), 'where an agency wants a second person, on a real appliance', (executable) => {
  let desk: Awaited<ReturnType<typeof peopleOnAppliance>>;
  let reed: Page;
  let sloane: Page;
  beforeAll(async () => {
    desk = await peopleOnAppliance(executable, (profile) => {
      profile.agency.secondPerson = true;
    });
    const { appliance } = desk.desk;
    const line = (...columns: string[]) => `${[new Date().toISOString(), ...columns].join('|')}\r\n`;
    await appliance.feed('units', line('25-0300', 'NEW', 'BURG', '3', '', '206-555-0142'), line('25-0300', 'ASG', '', '', 'P21'));
    await until(
      () => appliance.incident('25-0300'),
      (found) => (found?.events.length ?? 0) > 1,
    );
    reed = await newPerson(desk, 'reed', 'supervisor');
    sloane = await newPerson(desk, 'sloane', 'supervisor');
  });
  afterAll(() => desk?.stop());

  test('a draft is written by one supervisor, approved by another, and only then put in force', async () => {
    await goTo(reed, '#/templates/dispatched');
    const english = reed.getByLabel('English', { exact: true }).locator('textarea');
    await english.focus();
    await reed.keyboard.press('Control+End');
    await reed.keyboard.type(' Thank you.');
    await press(reed, 'Save the draft');
    await reed.getByText('You see the draft that reed saved').waitFor();
    await reed.getByRole('link', { name: 'Rehearse and put in force' }).click();
    await press(reed, 'Rehearse');
    await reed.locator('.headline').waitFor({ timeout: 60_000 });
    // The journal began a moment ago: a week it is not.
    await reed.getByText('Not the whole period. The journal begins on').waitFor();
    expect(await reed.getByRole('button', { name: 'Put in force' }).count()).toBe(0);
    await act(reed, 'Propose', 'Kinder words');
    await reed.getByText('reed has proposed this draft: Kinder words.').waitFor();
    // Nor may the author do what the button of the other person does.
    expect(await reed.getByRole('button', { name: 'Approve' }).isDisabled()).toBe(true);
    await reed.getByText('who has neither written nor proposed it: not you').waitFor();

    // Whoever may answer it is told, and what it is for; whoever wrote it is told the answer.
    const waiting = (page: Page) => page.getByRole('region', { name: 'Rules that wait for somebody' });
    await goTo(reed, '#/attention');
    await goTo(sloane, '#/attention');
    await waiting(sloane).getByText('reed has proposed this draft: Kinder words.').waitFor();
    expect(await waiting(reed).count()).toBe(0);
    await waiting(sloane).getByRole('link', { name: 'Look at it' }).click();
    await act(sloane, 'Send back', 'Say please');
    await waiting(reed).getByText('sloane has sent this draft back: Say please.').waitFor();
    await goTo(reed, '#/templates');
    await reed.getByText('sloane has sent this draft back: Say please.').waitFor();
    await goTo(reed, '#/rehearsal');
    await act(reed, 'Propose', 'Short is kinder');

    await sloane.getByText('reed has proposed this draft: Short is kinder.').waitFor();
    // What the author rehearsed is there to be looked at.
    await sloane.locator('.headline').waitFor();
    await sloane.getByText('Thank you.').first().waitFor();
    await act(sloane, 'Approve', 'Read it aloud');
    await sloane.getByText('sloane has approved this draft: Read it aloud.').waitFor();

    await reed.getByText('sloane has approved this draft: Read it aloud').waitFor();
    await act(reed, 'Put in force', 'Approved');
    await reed.getByRole('row', { name: /reed, approved by sloane/ }).waitFor();
    await goTo(sloane, '#/templates');
    await sloane.getByText('Thank you.').first().waitFor();
    await sloane.getByText('Changed in the draft').first().waitFor({ state: 'detached' });
  });

  test('two write at once: neither loses a word, and each is told what the other saved', async () => {
    const english = (page: Page) => page.getByLabel('English', { exact: true }).locator('textarea');
    const write = async (page: Page, words: string) => {
      await goTo(page, '#/templates/dispatched');
      await english(page).focus();
      await page.keyboard.press('Control+End');
      await page.keyboard.type(words);
      await page.getByText('Unsaved draft').waitFor();
    };
    await write(reed, ' From Reed.');
    await write(sloane, ' From Sloane.');
    await press(sloane, 'Save the draft');
    await sloane.getByText('You see the draft that sloane saved').waitFor();

    // Nothing was put in force: it is the saved draft that has changed, and the screen compares by itself.
    const conflict = reed.getByRole('region', { name: 'Somebody else has saved meanwhile' });
    await conflict.getByText('sloane saved the draft').waitFor();
    await conflict.getByText('From Sloane.').waitFor();
    await conflict.getByText('From Reed.').waitFor();
    expect(await reed.getByText('What is in force has changed').count()).toBe(0);
    expect(await reed.getByRole('button', { name: 'Save the draft' }).isDisabled()).toBe(true);
    await press(reed, 'Take theirs');
    await reed.getByText('Unsaved draft').waitFor({ state: 'detached' });
    expect(await english(reed).inputValue()).toMatch(/From Sloane\.$/);
    // What she wrote was put aside, not thrown away.
    await press(reed, 'Bring back');
    expect(await english(reed).inputValue()).toMatch(/From Reed\.$/);

    await english(sloane).focus();
    await sloane.keyboard.press('Control+End');
    await sloane.keyboard.type(' Again.');
    await press(sloane, 'Save the draft');
    await conflict.getByText('Again.').waitFor();
    await press(reed, 'Save mine in its place');
    await reed.getByText('You see the draft that reed saved').waitFor();
    expect(await english(reed).inputValue()).toMatch(/From Reed\.$/);
    await reed.getByText('What sloane saved').waitFor();
    await sloane.getByText('You see the draft that reed saved').waitFor();

    // Whoever signs in at the same browser next neither sees nor saves what somebody else was writing.
    await write(sloane, ' Never saved.');
    const { password } = await desk.asHost<{ password: string }>('access/createAccount', { name: 'tate', role: 'supervisor' });
    const tate = await sloane.context().newPage();
    await tate.goto(sloane.url());
    await firstSignIn(tate, 'tate', password);
    await enrol(desk, tate);
    await goTo(tate, '#/templates/dispatched');
    expect(await english(tate).inputValue()).toMatch(/From Reed\.$/);
    expect(await tate.getByText('Unsaved draft').count()).toBe(0);
    await sloane.reload();
    await english(sloane).waitFor();
    expect(await english(sloane).inputValue()).toMatch(/Never saved\.$/);
  });
});
