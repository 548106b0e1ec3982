import type { Page } from 'playwright-core';
import { until } from '../support/realAppliance';
import { chromiumBinary, describeWhere } from '../support/whereAvailable';
import { goTo, newPerson, press } from './support/people';
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
  });
  afterAll(() => desk?.stop());

  test('a draft is written by one supervisor, approved by another, and only then put in force', async () => {
    const author = await newPerson(desk, 'reed', 'supervisor');
    await goTo(author, '#/templates/dispatched');
    const english = author.getByLabel('English', { exact: true }).locator('textarea');
    await english.focus();
    await author.keyboard.press('Control+End');
    await author.keyboard.type(' Thank you.');
    await press(author, 'Save the draft');
    await author.getByText('You see the draft that reed saved').waitFor();
    await author.getByRole('link', { name: 'Rehearse and put in force' }).click();
    await press(author, 'Rehearse');
    await author.locator('.headline').waitFor({ timeout: 60_000 });
    // The journal began a moment ago: a week it is not.
    await author.getByText('Not the whole period. The journal begins on').waitFor();
    expect(await author.getByRole('button', { name: 'Put in force' }).count()).toBe(0);
    await act(author, 'Propose', 'Kinder words');
    await author.getByText('reed has proposed this draft').waitFor();
    // Nor may the author do what the button of the other person does.
    expect(await author.getByRole('button', { name: 'Approve' }).isDisabled()).toBe(true);
    await author.getByText('who has neither written nor proposed it: not you').waitFor();

    const second = await newPerson(desk, 'sloane', 'supervisor');
    await goTo(second, '#/rehearsal');
    // What the author rehearsed is there to be looked at.
    await second.locator('.headline').waitFor();
    await second.getByText('Thank you.').first().waitFor();
    await act(second, 'Approve', 'Read it aloud');
    await second.getByText('sloane has approved this draft: Read it aloud').waitFor();

    await author.getByText('sloane has approved this draft: Read it aloud').waitFor();
    await act(author, 'Put in force', 'Approved');
    await author.getByRole('row', { name: /reed, approved by sloane/ }).waitFor();
    await goTo(second, '#/templates');
    await second.getByText('Thank you.').first().waitFor();
    await second.getByText('Changed in the draft').first().waitFor({ state: 'detached' });
    await author.context().close();
    await second.context().close();
  });
});
