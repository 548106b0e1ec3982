import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FeedTrialView, SetupProblem, ShippedLayout } from '../../src/contract/setup';
import { newWorldXml } from '../support/newWorldCall';
import { until } from '../support/realAppliance';
import { applianceToSetUp, RESOURCES, starter } from './support/applianceToSetUp';

const { api, start, andAgain } = applianceToSetUp();
const LINES = {
  kind: 'delimited',
  delimiter: '|',
  columns: ['occurredAt', 'event', 'incidentNumber', 'callType', 'unit', 'callerPhone', 'narrative'],
  time: 'yyyy-MM-dd HH:mm:ss',
  events: { NEW: 'incidentCreated', DSP: 'unitDispatched' },
};
const layout = { name: 'lines', text: JSON.stringify(LINES) };
const URL_OF_LINES = 'tcp-listen://127.0.0.1:0?format=delimited&layout=lines';
const line = (number: string, type: string) =>
  `2026-11-26 10:00:00|NEW|${number}|${type}|P12|206-555-0142|Jane Doe says he is in the shed\n`;

const tryFeed = (input: object) =>
  api<{ problems: SetupProblem[]; message?: string }>('/setup/tryFeed', { layout: null, timeZone: 'America/New_York', ...input });
const trial = async () => (await api<{ trial: FeedTrialView | null }>('/setup/trial')).body.trial;
const when = (holds: (trial: FeedTrialView) => boolean) => until(trial, (seen) => seen !== null && holds(seen));

async function say(address: string, text: string): Promise<Socket> {
  const [host, port] = address.split(':');
  const socket = connect(Number(port), host ?? '');
  await new Promise<void>((done, fail) => socket.once('connect', done).once('error', fail));
  await new Promise<void>((done) => socket.write(text, () => done()));
  return socket;
}

it('shows what comes on a feed as Herald reads it, and stores none of it', async () => {
  await start();
  expect((await tryFeed({ url: URL_OF_LINES, layout })).body).toEqual({ problems: [] });
  const open = await when(({ state }) => state === 'listening');
  const socket = await say(
    open?.address ?? '',
    [...[...'abcdefghijkl'].map((each) => line(`26-${each}`, 'BURG-RES')), line('26-z', 'DV-PHYS'), 'what is this\n'].join(''),
  );
  const seen = await when(({ frames }) => frames === 14);
  socket.destroy();
  expect(seen).toMatchObject({
    understood: 13,
    rejected: 1,
    callTypes: [
      { code: 'BURG-RES', records: 12, label: 'Burglary, residence', excluded: null },
      { code: 'DV-PHYS', records: 1, label: null, excluded: 'sensitive call type' },
    ],
  });
  expect(seen?.recent.map(({ id }) => id)).toEqual([14, 13, 12, 11, 10, 9, 8, 7, 6, 5]);
  expect(seen?.recent[0]?.reading.outcome).toBe('rejected');
  expect(JSON.stringify(seen)).toContain('26-z');
  expect(JSON.stringify(seen)).not.toMatch(/Jane|shed|555-?0142/);
  expect((await api<{ items: unknown[] }>('/frames')).body.items).toEqual([]);
  expect((await api<{ items: unknown[] }>('/incidents')).body.items).toEqual([]);

  await api('/setup/stopTrying', {});
  expect(await trial()).toBeNull();
});

it('says in whose part of a shared call a call type was', async () => {
  await start();
  await tryFeed({ url: 'tcp-listen://127.0.0.1:0?format=newworld-xml' });
  const open = await when(({ state }) => state === 'listening');
  const shared = newWorldXml({
    callId: '1001',
    callNumber: '77',
    created: '2026-11-26 10:00:00',
    contexts: [
      { agency: 'Police', callType: 'THEFT' },
      { agency: 'Fire', callType: 'E - Seizure' },
    ],
  });
  const socket = await say(open?.address ?? '', shared);
  const seen = await when(({ understood }) => understood === 1);
  socket.destroy();
  expect(seen?.callTypes.map(({ code, agencies }) => [code, agencies])).toEqual([
    ['THEFT', ['Police']],
    ['E - Seizure', ['Fire']],
  ]);
  await api('/setup/stopTrying', {});
});

it('says at which field something is wrong', async () => {
  await start();
  expect((await tryFeed({ url: 'tcp-listen://127.0.0.1:70000?format=newworld-xml' })).body.problems).toMatchObject([
    { path: 'url' },
  ]);
  expect((await tryFeed({ url: URL_OF_LINES })).body.problems).toMatchObject([
    { path: 'url', message: expect.stringContaining('lines') },
  ]);
  const wrong = { name: 'lines', text: JSON.stringify({ ...LINES, columns: ['occurredAt', 'evnt'] }, undefined, 1) };
  expect((await tryFeed({ url: URL_OF_LINES, layout: wrong })).body.problems[0]).toMatchObject({
    path: 'layout.columns[1]',
    line: 6,
  });
  expect((await tryFeed({ url: URL_OF_LINES, layout, timeZone: 'Mars' })).body.problems).toMatchObject([{ path: 'timeZone' }]);
  expect(await trial()).toBeNull();
});

it('says why a feed cannot be opened, and goes on to the next that is tried', async () => {
  await start();
  await tryFeed({ url: URL_OF_LINES, layout });
  const first = await when(({ state }) => state === 'listening');
  const socket = await say(first?.address ?? '', '');
  await tryFeed({ url: 'tcp-listen://192.0.2.1:9101?format=newworld-xml' });
  const failed = await when(({ state }) => state === 'failed');
  expect(failed?.reason).toMatch(/^It cannot listen on 192\.0\.2\.1:9101: /);
  // The one before was let go.
  await new Promise<void>((done) => (socket.closed ? done() : socket.once('close', () => done()).resume()));
});

it('acknowledges nothing, so that a sender keeps what nobody has kept', async () => {
  await start();
  await tryFeed({ url: `${URL_OF_LINES}&framing=stxetx&ack=framed`, layout });
  const open = await when(({ state }) => state === 'listening');
  const socket = await say(open?.address ?? '', `\u0002${line('26-1', 'BURG').trim()}\u0003`);
  const heard: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => heard.push(chunk));
  await when(({ understood }) => understood === 1);
  const ended = new Promise<void>((done) => socket.once('close', () => done()));
  await api('/setup/stopTrying', {});
  await ended;
  expect(Buffer.concat(heard)).toHaveLength(0);
});

it('leaves files of a watched directory to the feed that is kept', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'herald-watched-'));
  try {
    await start();
    writeFileSync(join(directory, 'one.txt'), line('26-1', 'BURG'));
    const url = `watch:${directory}?format=delimited&layout=lines&settle=50ms`;
    await tryFeed({ url, layout });
    await when(({ understood }) => understood === 1);
    const profile = { ...starter(), feeds: [{ id: 'files', url }], layouts: { lines: LINES } };
    await andAgain('/setup/keep', { text: JSON.stringify(profile), basedOn: null, reason: 'first' });
    await until(
      () => api<{ items: { number: string }[] }>('/incidents'),
      ({ body }) => body.items.map(({ number }) => number).join() === '26-1',
    );
    // It is listened to now: a second listener would be in the way of the first.
    const again = await tryFeed({ url, layout });
    expect([again.status, again.body.message]).toEqual([409, expect.stringContaining('files')]);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

it('lists the layouts that are shipped, each as a profile may hold it', async () => {
  await start();
  const { layouts } = (await api<{ layouts: ShippedLayout[] }>('/setup/layouts')).body;
  expect(layouts.length).toBeGreaterThan(10);
  for (const { name, kind, about, text } of layouts) {
    expect([name, about.length > 20, JSON.parse(text).kind]).toEqual([name, true, kind]);
    const { $comment: _, $schema: __, ...file } = JSON.parse(readFileSync(join(RESOURCES, 'layouts', `${name}.json`), 'utf8'));
    expect(JSON.parse(text)).toEqual(file);
  }
  expect((await api<{ ports: unknown }>('/setup/serialPorts')).body.ports).toEqual(expect.any(Array));
});
