import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from './realAppliance';

export const EXAMPLE_PROFILE = join(PROJECT, '..', 'shared', 'profile-example.json');

/** The example profile on free ports, without the serial device no machine has, and without waiting. */
// biome-ignore lint/suspicious/noExplicitAny: the profile as JSON, for tests to change
export function exampleProfile(change: (profile: any) => void = () => {}): unknown {
  const profile = JSON.parse(readFileSync(EXAMPLE_PROFILE, 'utf8'));
  profile.feeds = [
    { id: 'cad', url: 'tcp-listen://127.0.0.1:0?format=newworld-xml', silentAfter: '10m' },
    { id: 'units', url: 'tcp-listen://127.0.0.1:0?format=delimited&layout=pipe-events' },
    { id: 'rms', url: 'tcp-listen://127.0.0.1:0?format=delimited&layout=rms-cases' },
  ];
  for (const stage of Object.values(profile.ruleset.stages) as { hold: string }[]) stage.hold = '0s';
  profile.ruleset.quietHours = null;
  profile.ruleset.caps.minGap = '0s';
  change(profile);
  return profile;
}

/** A time as `pipe-events` writes it, in the example agency's zone. */
export function localTime(at: number): string {
  const parts = new Intl.DateTimeFormat('sv-SE', { timeZone: 'America/New_York', dateStyle: 'short', timeStyle: 'medium' });
  return parts.format(at);
}

/** A line of `pipe-events`. */
export function pipeLine(event: string, incident: string, values: Readonly<Record<string, string>> = {}, at = Date.now()): string {
  const columns = ['callType', 'priority', 'unit', 'callerPhone', 'officerId', 'reportNumber', 'disposition', 'flags'];
  return `${[localTime(at), incident, event, ...columns.map((column) => values[column] ?? '')].join('|')}\n`;
}

/** A line of `rms-cases`. */
export function caseLine(event: string, incident: string, values: Readonly<Record<string, string>> = {}, at = Date.now()): string {
  const columns = ['reportNumber', 'officerId', 'caseStatus', 'contactPhone'];
  return `${[new Date(at).toISOString(), incident, event, ...columns.map((column) => values[column] ?? '')].join(',')}\n`;
}
