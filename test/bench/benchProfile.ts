import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from './applianceProcess';

/** The profile that the tests use, with one feed of lines, and with nothing in it that holds a text back. */
// biome-ignore lint/suspicious/noExplicitAny: a profile as JSON, which the appliance checks
export function benchProfile(): any {
  const profile = JSON.parse(readFileSync(join(PROJECT, 'test', 'fixtures', 'profile.json'), 'utf8'));
  const { ruleset } = profile;
  profile.feeds = [{ id: 'cad', url: 'tcp-listen://127.0.0.1:0?format=delimited&layout=events' }];
  ruleset.quietHours = null;
  // The longest burst ends long before.
  for (const stage of Object.values<{ hold: string; expires: string }>(ruleset.stages))
    Object.assign(stage, { hold: '0s', expires: '1h' });
  ruleset.caps = { perIncident: 1_000, minGap: '0s', perNumberPerDay: 1_000 };
  ruleset.breaker = { maxEventAge: '1h', maxTextsPerMinute: 1_000_000 };
  return profile;
}

/** @returns the file */
export function writeProfile(directory: string, profile: unknown): string {
  const file = join(directory, 'profile.json');
  writeFileSync(file, JSON.stringify(profile));
  return file;
}
