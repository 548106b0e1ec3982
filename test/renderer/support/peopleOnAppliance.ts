import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { TOTP } from 'otpauth';
import { PROJECT, type ProfileJson } from '../../support/realAppliance';
import { type OnAppliance, onAppliance } from './onAppliance';
import type { PeopleDesk } from './people';

/** People with accounts at a real appliance in a process of its own, threads and all; its time is the machine's. */
export async function peopleOnAppliance(
  executablePath: string,
  change: (profile: ProfileJson) => void,
): Promise<PeopleDesk & { readonly desk: OnAppliance; stop(): Promise<void> }> {
  const directory = mkdtempSync(path.join(tmpdir(), 'herald-people-'));
  const profileFile = path.join(directory, 'profile.json');
  const profile: ProfileJson = JSON.parse(readFileSync(path.join(PROJECT, 'test', 'fixtures', 'profile.json'), 'utf8'));
  change(profile);
  writeFileSync(profileFile, JSON.stringify({ ...profile, mode: 'watch' }));
  const desk = await onAppliance(executablePath, ['--profile', profileFile]);
  return {
    desk,
    async open(hash = '#/board', theme = 'dark') {
      const context = await desk.browser.newContext({ viewport: { width: 1366, height: 768 }, colorScheme: theme });
      const page = await context.newPage();
      await page.goto(`${desk.appliance.ready.console}${hash}`);
      return page;
    },
    async asHost(way, input) {
      const response = await fetch(new URL(`api/${way}`, desk.appliance.ready.console), {
        method: 'POST',
        headers: { authorization: `Bearer ${desk.appliance.ready.token}`, 'content-type': 'application/json' },
        body: JSON.stringify(input),
      });
      if (!response.ok) throw new Error(`${way}: ${response.status} ${await response.text()}`);
      return (await response.json()) as never;
    },
    code: (secret) => new TOTP({ secret, algorithm: 'SHA1', digits: 6, period: 30 }).generate(),
    async stop() {
      await desk.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
