import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Profile, parseProfile } from '../../src/profile';

/** The profile that scenario tests share, with parts of it replaced. Invented agency; times short and round. */
export function testProfile(change: (profile: ReturnType<typeof raw>) => void = () => {}): Profile {
  const json = raw();
  change(json);
  return parseProfile(json, 'test profile');
}

// biome-ignore lint/suspicious/noExplicitAny: tests write the profile as JSON, wrong values included
function raw(): any {
  return JSON.parse(readFileSync(join(__dirname, '..', 'fixtures', 'profile.json'), 'utf8'));
}
