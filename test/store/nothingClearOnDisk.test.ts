import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Layout } from '../../src/feed/formats/layout';
import { AlarmEpisodes } from '../../src/store/alarmEpisodes';
import { Backups } from '../../src/store/care/backups';
import { type OwnedStore, openOwnedStore } from '../../src/store/openOwnedStore';
import { playEvening } from '../../src/training/eveningPlayer';
import type { TrainingFrame } from '../../src/training/playedIncident';
import { Desk } from '../support/desk';
import { RealAppliance, until } from '../support/realAppliance';
import { testPhone } from '../support/testPhone';
import { shippedEvening, trainingProfile } from '../training/support/trainingFiles';
import { temporaryDirectory } from './support/temporaryDirectory';

/** 5 make an hour. */
const EVENINGS = Number(process.env.HERALD_EVENINGS ?? 1);
const evening = shippedEvening();
/** Any number of the evening's, as people, CAD and carriers write it. */
const PHONES = /(?:813|727|352|941)\)?[ .\-/]{0,2}555[ .-]?01\d\d/g;

/** Names, and the words of narratives and texts, in the encodings that feeds have. */
function secrets(texts: Iterable<string>): readonly Buffer[] {
  const words = new Set<string>();
  for (const { caller, narrative, steps } of evening.incidents) {
    if (caller?.name !== undefined) words.add(caller.name);
    if (narrative !== undefined) words.add(narrative.slice(0, 24));
    for (const step of steps) if ('text' in step && typeof step.text === 'string') words.add(step.text.slice(0, 24));
  }
  for (const { officers } of evening.units)
    for (const { firstName, lastName } of officers) words.add(`${firstName} ${lastName}`).add(lastName);
  for (const text of texts) words.add(text.slice(0, 20)).add(text.slice(-20));
  const spelled = [...words].filter((word) => word.length >= 4).flatMap((word) => [word, word.toUpperCase()]);
  return spelled.flatMap((word) => [Buffer.from(word), Buffer.from(word, 'utf16le'), Buffer.from(word, 'latin1')]);
}

/** What is found in the clear, with where. `bytes` are those of files below a directory, or of a log. */
function grep(bytes: ReadonlyMap<string, Buffer>, wanted: readonly Buffer[]): string[] {
  return [...bytes].flatMap(([name, content]) => {
    const phones = content.toString('latin1').match(PHONES) ?? [];
    const wide = content.toString('utf16le').match(PHONES) ?? [];
    const words = wanted.filter((secret) => content.includes(secret)).map(String);
    return [...phones, ...wide, ...words].map((found) => `${found} in ${name}`);
  });
}

function filesBelow(directory: string): Map<string, Buffer> {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(entries.map(({ name, parentPath }) => [name, readFileSync(path.join(parentPath, name))]));
}

it('training played through, with orders that name people: no number, name or word of a text is in any file', async () => {
  const { layouts, ...profile } = trainingProfile();
  const known = { events: layouts['pipe-events'] as Layout, cases: layouts['rms-cases'] as Layout };
  const keyFile = path.join(temporaryDirectory(), 'store.key');
  const logged: string[] = [];
  const log = (event: string, fields?: object) => void logged.push(JSON.stringify({ event, ...fields }));
  const logger = { debug: log, info: log, warn: log, error: log };
  let owned: OwnedStore | undefined;
  const desk = await Desk.open({
    profile: { ...profile, layouts: known },
    open: async (directory, clock) => {
      owned = await openOwnedStore(directory, { storeKey: { kind: 'keyFile', file: keyFile }, clock, logger });
      return owned.store;
    },
  });
  try {
    await play(desk);
    const [caller] = (await desk.store.transaction((records) => records.withStatus('accepted', 1))).map(({ phone }) => phone);
    expect(caller).toMatch(PHONES);
    const order = { identity: 'host', reason: `Dana Whitcomb asked from ${caller}` };
    expect(await desk.commands.suppressNumber({ ...order, number: caller ?? '' })).toBe('done');
    expect(await desk.commands.stopAll(order)).toBe('done');
    await desk.commands.suppressIncident({ ...order, id: 1 });
    const texts = new Set((await desk.queries.outbox({ limit: 500 })).items.map(({ text }) => text));
    expect(texts.size).toBeGreaterThan(20);
    const backups = new Backups({ store: desk.store, directory: desk.directory, clock: desk.clock, logger });
    expect((await backups.make()).reason).toBeUndefined();
    await plantTypedWords(desk);
    const wanted = secrets([...texts, ...TYPED]);
    expect(wanted.length).toBeGreaterThan(300);
    const files = filesBelow(desk.directory);
    expect([...files.keys()].sort()).toEqual(
      expect.arrayContaining(['herald.keys', 'herald.keys.copy', 'herald.sqlite', 'herald.sqlite-wal', backups.list()[0]?.name]),
    );
    expect(grep(files, wanted)).toEqual([]);
    expect(grep(new Map([['the log', Buffer.from(logged.join('\n'))]]), wanted)).toEqual([]);
    await owned?.store.close();
    expect(grep(filesBelow(desk.directory), wanted)).toEqual([]);
    // The search itself finds what is there: the feed's own bytes.
    const [frame] = played;
    expect(grep(new Map([['frame', Buffer.from(frame?.bytes ?? [])]]), wanted).length).toBeGreaterThan(0);
  } finally {
    await owned?.close();
    await desk.close();
  }
}, 300_000);

/** What persons type where it is not looked for. */
const TYPED = ['note', 'reason', 'draft', 'answer', 'shelved', 'reply', 'audit'].map(
  (where) => `Zephyrine Oakhollow asked, ${where}`,
);

async function plantTypedWords({ store, clock }: Desk): Promise<void> {
  const [note = '', reason = '', draft = '', answer = '', shelved = '', detail = '', audited = ''] = TYPED;
  const at = clock.now();
  const absent = { proposedBy: undefined, approvedBy: undefined, rehearsalId: undefined };
  const noTimes = { notBefore: undefined, sendingAt: undefined, acceptedAt: undefined, endedAt: undefined, nextAskAt: undefined };
  await store.transaction(async (records) => {
    const id = await records.policies.putInForce(
      { hash: 'h', body: '{}', at, by: 'vale', source: 'console', note, reason, ...absent },
      () => {},
    );
    const by = { savedBy: 'vale', savedAt: at, proposedBy: 'vale', proposedAt: at, answeredBy: 'osei', answeredAt: at };
    await records.policies.saveDraft({ hash: 'h', body: '{}', note: draft, basedOn: id, state: 'rejected', answer, ...by });
    await records.optOut.addReply({
      ...{ id: 'planted', kind: 'help', phone: testPhone('8135550142'), text: draft, language: 'en', segments: 1 },
      ...{ status: 'undelivered', code: 'carrierRefused', detail, createdAt: at, expiresAt: at, attempts: 1, asked: 0, polls: 0 },
      ...{ carrierMessageId: undefined, ...noTimes },
    });
    await records.audit({ at, identity: 'vale', action: 'hold', subject: 'm1', outcome: 'success', detail: { reason: audited } });
    // Each comes back as it was typed.
    expect(await records.policies.draft()).toMatchObject({ note: draft, answer });
    expect(await records.policies.version(id)).toMatchObject({ note, reason });
    expect(await records.optOut.reply('planted')).toMatchObject({ detail });
  });
  const episodes = new AlarmEpisodes(store.db, store.personal);
  const shelving = { by: 'vale', at, until: at + 60_000, reason: shelved };
  const episode = { alarm: 'feedSilent cad', code: 'feedSilent', priority: 1, raisedAt: at, clearedAt: null, acknowledged: null };
  await episodes.add({ ...episode, shelved: shelving });
  expect(await episodes.standing()).toContainEqual(expect.objectContaining({ shelved: shelving }));
}

const played: TrainingFrame[] = [];

async function play(desk: Desk): Promise<void> {
  const received: TrainingFrame[] = [];
  const { timeZone } = desk.profile.agency;
  const end = playEvening({ evening, clock: desk.clock, timeZone, send: (frame) => received.push(frame) });
  for (let second = 0; second < EVENINGS * evening.lengthSeconds; second += 2) {
    await desk.passSending(2_000);
    for (const frame of received.splice(0)) {
      played.push(frame);
      await desk.intake.accept({ feedId: frame.feed, receivedAt: desk.clock.now(), bytes: frame.bytes });
    }
  }
  end();
}

it('training in a process of its own: nothing in its data directory, nor in its log', async () => {
  const data = path.join(temporaryDirectory(), 'data');
  const appliance = await RealAppliance.ready(['--data', data, '--training', '--json-logs']);
  try {
    await until(
      () => appliance.outbox(),
      (messages) => messages.length >= 2,
      60_000,
    );
    const texts = (await appliance.outbox()).map(({ text }) => text);
    const wanted = secrets(texts);
    expect(grep(filesBelow(data), wanted)).toEqual([]);
    expect(await appliance.stop()).toBe(0);
    expect(grep(filesBelow(data), wanted)).toEqual([]);
    expect(grep(new Map([['stderr', Buffer.from(appliance.process.stderr())]]), wanted)).toEqual([]);
  } finally {
    await appliance.kill();
  }
}, 120_000);
