import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { silentLogger } from '../../src/logger';
import { openOwnedStore } from '../../src/store/openOwnedStore';
import { clearPersonal } from '../../src/store/personal';
import { openStore } from '../../src/store/store';
import { FakeClock } from '../support/fakeClock';
import { testPhone } from '../support/testPhone';
import { aFrame, aMessage, anEvent } from './support/rows';
import { temporaryDirectory } from './support/temporaryDirectory';

const clock = new FakeClock(Date.UTC(2025, 5, 3));
const lookupKey = new Uint8Array(32).fill(7);
const SECRETS = ['+18135550142', '8135550142', 'Avery Quill', 'Report 24-123456 is ready', 'asked at the desk'];
let data: string;
let keyFile: string;

beforeEach(() => {
  data = temporaryDirectory();
  keyFile = path.join(temporaryDirectory(), 'store.key');
});

/** As a Herald from before there was encryption left it. */
async function clearStore(): Promise<void> {
  writeFileSync(path.join(data, 'herald.key'), lookupKey, { mode: 0o600 });
  const store = await openStore(data, clearPersonal(lookupKey));
  const id = await store.transaction(async (records) => {
    for (let i = 0; i < 300; i++) await records.addFrame(aFrame(`Avery Quill|8135550142|${i}`));
    const id = await records.newIncidentId();
    await records.addEvent(anEvent(id, 'Avery Quill'));
    await records.addMessage(aMessage(id, { phone: testPhone('8135550142'), text: 'Report 24-123456 is ready' }));
    await records.suppressNumber(testPhone('8135550142'), { reason: 'asked at the desk', source: 'person', by: 'host', at: 1 });
    await records.saveSetting('stopped', { by: 'host', reason: 'Avery Quill asked', at: 1 });
    await records.audit({
      at: 1,
      identity: 'host',
      action: 'stopAll',
      subject: '',
      outcome: 'success',
      detail: { reason: 'Avery Quill' },
    });
    return id;
  });
  // Fingerprints were plain hashes then.
  const plain = createHash('sha256')
    .update(JSON.stringify(anEvent(id, 'Avery Quill').event))
    .digest('base64url')
    .slice(0, 22);
  await store.between((database) => database.execute('update event set fingerprint = ?', [plain]));
  await store.close();
}

const open = () => openOwnedStore(data, { storeKey: { kind: 'keyFile', file: keyFile }, clock, logger: silentLogger });

function found(): string[] {
  const files = readdirSync(data, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.flatMap(({ name, parentPath }) => {
    const bytes = readFileSync(path.join(parentPath, name));
    return SECRETS.filter((secret) => bytes.includes(secret)).map((secret) => `${secret} in ${name}`);
  });
}

it('a store from before there was encryption is sealed at the start, and says all it said', async () => {
  await clearStore();
  expect(found().length).toBeGreaterThan(4);
  const owned = await open();
  expect(found()).toEqual([]);
  expect(existsSync(path.join(data, 'herald.key'))).toBe(false);
  const { store, ring } = owned;
  expect(ring.holdsClear).toBe(false);
  const phone = testPhone('8135550142');
  await store.transaction(async (records) => {
    expect(Buffer.from((await records.frame(300))?.bytes ?? []).toString()).toBe('Avery Quill|8135550142|299');
    expect(await records.messagesOf(1)).toMatchObject([{ phone, text: 'Report 24-123456 is ready' }]);
    expect((await records.numberFacts([phone], 0)).get(phone)?.suppressed).toBe('asked at the desk');
    expect(await records.setting('stopped')).toMatchObject({ reason: 'Avery Quill asked' });
    // Heard before encryption, it is still no news.
    expect(await records.hasEvent(anEvent(1, 'Avery Quill'))).toBe(true);
    expect(await records.addEvent(anEvent(1, 'Avery Quill'))).toBe(false);
    expect(await records.addEvent(anEvent(1, 'Blake Thorn'))).toBe(true);
  });
  await owned.close();
  expect(found()).toEqual([]);
  const again = await open();
  await again.close();
});

it('cut short, it goes on at the next start', async () => {
  await clearStore();
  writeFileSync(path.join(data, 'herald.sqlite.sealing'), 'half of it');
  const first = await open();
  await first.close();
  expect(readdirSync(data).filter((name) => name.includes('sealing'))).toEqual([]);
  expect(found()).toEqual([]);
});
