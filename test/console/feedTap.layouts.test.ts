import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { FeedReading } from '../../src/console/feedReading';
import { FeedTap } from '../../src/console/feedTap';
import { readLayoutDraft } from '../../src/feedReading';
import type { Fact } from '../../src/incident/fact';
import { testProfile } from '../support/testProfile';

const folder = path.resolve(__dirname, '../../resources/layouts');
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.slice(0, -'.json'.length));
const sampleOf = (name: string) => readdirSync(path.join(folder, 'samples')).find((file) => file.startsWith(`${name}.`));
const RECEIVED_AT = Date.UTC(2026, 10, 23, 12);

function readingOf(name: string): FeedReading {
  const read = readLayoutDraft(readFileSync(path.join(folder, `${name}.json`), 'utf8'));
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return read;
}

/** As the framer would cut them: between STX and ETX where there are such, else in one piece. */
function framesOf(bytes: Uint8Array): Uint8Array[] {
  const text = Buffer.from(bytes).toString('latin1');
  const records = text
    .split('\x02')
    .flatMap((record) => (record.includes('\x03') ? [record.slice(0, record.indexOf('\x03'))] : []));
  return records.length > 0 ? records.map((record) => new Uint8Array(Buffer.from(record, 'latin1'))) : [bytes];
}

function tapOver(reading: FeedReading, frames: readonly Uint8Array[]): FeedTap {
  const profile = testProfile();
  const rows = frames.map((bytes, id) => ({ id, receivedAt: RECEIVED_AT, bytes, byteCount: bytes.length, state: 'done' as const }));
  return new FeedTap({
    queries: { recentFrames: async () => rows },
    feeds: new Map([['cad', reading]]),
    readDraft: readLayoutDraft,
    policy: () => profile,
  });
}

function people(facts: readonly Fact[]): string[] {
  const contacts = facts.flatMap((fact): readonly { phone?: string | undefined; name?: string | undefined }[] => {
    if (fact.kind === 'event') return fact.event.details.contacts ?? [];
    if (fact.kind === 'callerInfo') return [{ phone: fact.callerInfo.callbackPhone }];
    return fact.kind === 'report' ? fact.report.contacts : fact.snapshot.contacts;
  });
  const narratives = facts.flatMap((fact) => (fact.kind === 'report' ? fact.report.narratives : []));
  const words = contacts.flatMap(({ name, phone }) => [...(name ?? '').split(/[\s,]+/), phone ?? '', phone?.slice(-8) ?? '']);
  // Labels, codes and times in a narrative are shown as they are elsewhere; what people wrote in words is not.
  return [...words, ...narratives.filter((text) => /^[A-Za-z ,.']{12,}$/.test(text))].filter((each) => each.length > 3);
}

describe.each(names)('the shipped layout %s', (name) => {
  const file = sampleOf(name);
  (file !== undefined && existsSync(path.join(folder, 'samples', file)) ? test : test.skip)(
    'on the tap its sample shows nothing of the people in it, as layout in force and as a draft',
    async () => {
      const frames = framesOf(new Uint8Array(readFileSync(path.join(folder, 'samples', file as string))));
      const reading = readingOf(name);
      const facts = frames.flatMap((bytes) => {
        const outcome = reading.format.parse(bytes, { timeZone: 'America/New_York', receivedAt: RECEIVED_AT });
        return 'facts' in outcome ? outcome.facts : [];
      });
      expect(facts.length).toBeGreaterThan(0);
      const tap = tapOver(reading, frames);
      const asked = { id: 'cad', limit: 20, only: 'all' } as const;
      const draft = readFileSync(path.join(folder, `${name}.json`), 'utf8');
      const answers = JSON.stringify([await tap.tap(asked), await tap.tryLayout({ ...asked, draft })]);
      const literals = draft.toLowerCase();
      const seen = people(facts).filter((secret) => answers.includes(secret) && !literals.includes(secret.toLowerCase()));
      expect(seen).toEqual([]);
      expect(answers).not.toMatch(/\(?\d{3}\)?[- ]?555-?01\d\d/);
    },
  );
});
