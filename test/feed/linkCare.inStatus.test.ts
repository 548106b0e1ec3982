import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Appliance } from '../../src/appliance';
import { durations } from '../../src/clock';
import type { StatusView } from '../../src/contract/views';
import { startOnFakeClock, statusOf } from '../support/applianceOnFakeClock';
import { FakeClock } from '../support/fakeClock';
import { until as untilAsked } from '../support/realAppliance';
import { ListeningCad } from './support/peer';
import { removeTemporaryDirectories, temporaryDirectory } from './support/temporaryDirectory';

let cad: ListeningCad;
let clock: FakeClock;
let data: string;
let appliance: Appliance | undefined;

beforeEach(async () => {
  cad = new ListeningCad();
  await cad.open();
  clock = new FakeClock();
  data = temporaryDirectory();
});

afterEach(async () => {
  await appliance?.stop();
  appliance = undefined;
  await cad.close();
  removeTemporaryDirectories();
});

async function start(url = `tcp://127.0.0.1:${cad.port}?format=delimited&layout=events`): Promise<void> {
  appliance = await startOnFakeClock({ data, clock, feeds: [{ id: 'units', url, silentAfter: '10m' }] });
}

const status = () => statusOf(appliance);
const until = (holds: (status: StatusView) => boolean) => untilAsked(status, holds);
const feedOf = ({ feeds }: StatusView) => feeds[0] as StatusView['feeds'][number];
const alarmsOf = ({ alarms }: StatusView, code: string) => alarms.filter((alarm) => alarm.code === code).map(({ text }) => text);

/** Lines about incidents of their own, told by a clock that is so far ahead. */
async function say(from: number, count: number, aheadMs = 0): Promise<void> {
  for (let n = from; n < from + count; n++) {
    const line = `${new Date(clock.now() + aheadMs).toISOString()}|25-${n}|NEW|BURG-RES|P3\n`;
    cad.sockets[0]?.write(line);
  }
  await until((view) => feedOf(view).frames >= from + count);
}

it('raises an alarm when nothing comes for too long, and takes it back when something does', async () => {
  await start();
  await until((view) => feedOf(view).state === 'open');
  await say(0, 1);
  clock.advance(10 * durations.MINUTE);
  expect(feedOf(await status()).silent).toBe(false);
  clock.advance(1);
  const silent = await status();
  expect(feedOf(silent).silent).toBe(true);
  expect(alarmsOf(silent, 'feedSilent')).toEqual(['Feed units has been silent longer than it should']);
  await say(1, 1);
  const heard = await status();
  expect(feedOf(heard).silent).toBe(false);
  expect(alarmsOf(heard, 'feedSilent')).toEqual([]);
});

it('suspects a gap after a reconnect, and shows that for an hour', async () => {
  await start();
  await until((view) => feedOf(view).state === 'open');
  expect(feedOf(await status()).gapSuspectedAt).toBeNull();
  await cad.close();
  const lost = await until((view) => feedOf(view).state === 'lost');
  expect(alarmsOf(lost, 'feedLost')).toHaveLength(1);
  await cad.open();
  clock.advance(30_000);
  const back = await until((view) => feedOf(view).state === 'open');
  expect(feedOf(back).gapSuspectedAt).toBe(clock.now());
  expect(alarmsOf(back, 'gapSuspected')).toEqual(['Feed units was interrupted: records may be missing']);
  clock.advance(durations.HOUR);
  expect(alarmsOf(await status(), 'gapSuspected')).toEqual([]);
});

it('suspects a gap after Herald itself was off, unless it was for a moment', async () => {
  await start();
  await until((view) => feedOf(view).state === 'open');
  await say(0, 1);
  await appliance?.stop();
  clock.advance(durations.MINUTE);
  await start();
  expect(alarmsOf(await status(), 'gapSuspected')).toEqual([]);
  await appliance?.stop();
  clock.advance(1);
  await start();
  expect(feedOf(await status()).gapSuspectedAt).toBe(clock.now());
  expect(alarmsOf(await status(), 'gapSuspected')).toEqual(['Feed units was interrupted: records may be missing']);
  clock.advance(durations.HOUR);
  expect(alarmsOf(await status(), 'gapSuspected')).toEqual([]);
});

it('counts records that come twice or late', async () => {
  await start();
  await until((view) => feedOf(view).state === 'open');
  const at = (ago: number) => new Date(clock.now() - ago).toISOString();
  const lines = [`${at(9_000)}|25-1|NEW|BURG-RES|P3`, `${at(2_000)}|25-1|ARR|||2A1`, `${at(5_000)}|25-1|DISP|||2A1`];
  for (const line of [...lines, lines[0], lines[1]]) cad.sockets[0]?.write(`${line}\n`);
  const view = await until((asked) => feedOf(asked).frames === 5);
  expect(feedOf(view)).toMatchObject({ duplicates: 2, outOfOrder: 1, clockSkewMs: null });
});

it.each([
  [200 * durations.SECOND, 'The clock behind feed units is 3 min 20 s ahead of this console’s'],
  [-65 * durations.MINUTE, 'What feed units tells is 1 h 5 min old when it comes: its clock is behind, or its records come late'],
])('shows a clock that is %d ms ahead, in words', async (aheadMs, text) => {
  await start();
  await until((view) => feedOf(view).state === 'open');
  await say(0, 10, aheadMs);
  const view = await status();
  expect(feedOf(view).clockSkewMs).toBe(aheadMs);
  expect(alarmsOf(view, 'clockSkew')).toEqual([text]);
});

it('is content with clocks that are a minute apart', async () => {
  await start();
  await until((view) => feedOf(view).state === 'open');
  await say(0, 10, durations.MINUTE);
  const view = await status();
  expect(feedOf(view).clockSkewMs).toBe(durations.MINUTE);
  expect(alarmsOf(view, 'clockSkew')).toEqual([]);
});

it('does not read the files of a watched directory again after a restart', async () => {
  const directory = path.join(data, 'exports');
  mkdirSync(directory);
  const put = (name: string) => writeFileSync(path.join(directory, name), `${new Date(clock.now()).toISOString()}|${name}|NEW\n`);
  const framesReach = (count: number) =>
    until((view) => {
      clock.advance(500);
      return feedOf(view).frames >= count;
    });
  put('a_1.txt');
  await start(`watch:${directory}?format=delimited&layout=events`);
  await framesReach(1);
  await appliance?.stop();
  put('b_2.txt');
  await start(`watch:${directory}?format=delimited&layout=events`);
  await framesReach(2);
  // One more, so that all there was to read has been read.
  put('c_3.txt');
  const view = await framesReach(3);
  expect(feedOf(view)).toMatchObject({ frames: 3, duplicates: 0 });
});

it('does not tell a caller that nobody has come while nobody would say so', async () => {
  await start();
  await until((view) => feedOf(view).state === 'open');
  cad.sockets[0]?.write(`${new Date(clock.now()).toISOString()}|25-1|NEW|BURG-RES|P3||941-555-0111\n`);
  await until((view) => feedOf(view).frames === 1);
  await cad.close();
  await until((view) => feedOf(view).state === 'lost');
  for (let n = 0; n < 21; n++) clock.advance(durations.MINUTE);
  await until(({ outbox }) => outbox.held === 1);
  await cad.open();
  clock.advance(30_000);
  await until((view) => feedOf(view).state === 'open');
  expect((await status()).outbox).toMatchObject({ held: 1, ready: 0 });
  cad.sockets[0]?.write(`${new Date(clock.now()).toISOString()}|25-2|NEW|BURG-RES|P3\n`);
  await until((view) => feedOf(view).frames === 2);
  clock.advance(3_000);
  await until(({ outbox }) => outbox.ready === 1);
});
