import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApplianceProcess, CLI, framesOf, PROJECT } from '../applianceProcess';
import { benchProfile, writeProfile } from '../benchProfile';
import { carrierWithArrivals } from '../carrierWithArrivals';
import { rounded, spreadOf } from '../figures';
import { dispatchedLine, type InventedCall, inventCalls, newLine } from '../inventedCalls';
import type { Part } from '../part';
import { cameTrue } from '../waiting';

const SYNC_MS = 200;
const EVENTS_PER_SECOND = 20;
const SECONDS = 30;
const CALLS = (EVENTS_PER_SECOND * SECONDS) / 2;
const SENT_WITHIN_MS = 300_000;

/**
 * A disk on which each sync takes 200 ms more. Frames come at a rate that no center reaches for long; each has to be
 * journaled soon after it came, with the texts it causes leaving in the order of their calls as fast as the disk allows.
 */
export const slowDisk: Part = async ({ directory, profileDirectory }) => {
  const calls = inventCalls(CALLS);
  const carrier = await carrierWithArrivals();
  const preload = join(PROJECT, 'test', 'bench', 'slowDisk.cjs');
  const appliance = await ApplianceProcess.start({
    directory: join(directory, 'appliance'),
    profileFile: writeProfile(directory, benchProfile()),
    command: [process.execPath, '--require', preload, CLI],
    env: { ...carrier.simulator.environment, BANDWIDTH_SEGMENTS_PER_SECOND: '1000', HERALD_BENCH_SYNC_MS: String(SYNC_MS) },
    profileDirectory,
  });
  const socket = await appliance.connectFeed('cad');
  const status: number[] = [];
  const behind: number[] = [];
  const startedAt = performance.now();
  let written = 0;
  const asking = (async () => {
    while (written < CALLS * 2) {
      const askedAt = performance.now();
      const { frames } = framesOf(await appliance.status());
      status.push(performance.now() - askedAt);
      behind.push(Math.max(0, written - frames));
      await sleep(200);
    }
  })();
  const lineOf = (index: number) => {
    const call = calls[Math.floor(index / 2)] as InventedCall;
    return (index % 2 === 0 ? newLine : dispatchedLine)(call, new Date());
  };
  for (; written < CALLS * 2; written++) {
    await sleep(Math.max(0, startedAt + (written * 1_000) / EVENTS_PER_SECOND - performance.now()));
    socket.write(lineOf(written));
  }
  await asking;
  const lastAt = performance.now();
  const journaled = await cameTrue(async () => framesOf(await appliance.status()).frames === CALLS * 2, SENT_WITHIN_MS);
  const drainedMs = performance.now() - lastAt;
  const sent = await cameTrue(() => carrier.reached >= CALLS, SENT_WITHIN_MS);
  const sentMs = performance.now() - lastAt;
  const peakMemoryMb = appliance.peakMemoryMb();
  socket.destroy();
  const wrong = [
    ...(journaled ? [] : ['not all frames were journaled']),
    ...(sent ? [] : ['not all texts were sent']),
    ...carrier.wrongWith(calls),
    ...(await appliance.stop()),
  ];
  await carrier.simulator.stop();
  const asked = spreadOf(status);
  const most = Math.max(...behind);
  return {
    figures: {
      syncMs: SYNC_MS,
      behindAtMost: most,
      drainedMs: rounded(drainedMs),
      sentMs: rounded(sentMs),
      statusMs: asked,
      peakMemoryMb,
    },
    rows: [
      {
        what: `syncs of ${SYNC_MS} ms, ${EVENTS_PER_SECOND} events/s: frames not journaled, at most`,
        value: `${most}`,
        wanted: '100',
      },
      { what: 'all journaled after the last came', value: `${rounded(drainedMs / 1_000)} s`, wanted: '5 s' },
      { what: 'all texts sent after that', value: `${rounded(sentMs / 1_000)} s` },
      { what: 'GET /api/status meanwhile', value: `p50 ${asked.p50}, max ${asked.max} ms`, wanted: 'answered' },
      { what: 'peak memory', value: `${peakMemoryMb ?? '?'} MB`, wanted: '250 MB' },
    ],
    wrong,
  };
};
