import { join } from 'node:path';
import { ApplianceProcess, framesOf } from '../applianceProcess';
import { benchProfile, writeProfile } from '../benchProfile';
import { rounded, spreadOf } from '../figures';
import { dispatchedLine, inventCalls, newLine } from '../inventedCalls';
import type { Part } from '../part';
import { cameTrue } from '../waiting';
import { framesWrong } from './latency';

const CALLS = 25_000;
const EVENTS = CALLS * 2;
const ASK_EVERY_MS = 250;
const QUEUED_WITHIN_MS = 300_000;

/** 50,000 lines as fast as TCP takes them, without a carrier: what cannot be read yet must wait at the sender, not here. */
export const flood: Part = async ({ directory, profileDirectory }) => {
  const calls = inventCalls(CALLS);
  const appliance = await ApplianceProcess.start({
    directory: join(directory, 'appliance'),
    profileFile: writeProfile(directory, benchProfile()),
    profileDirectory,
  });
  const socket = await appliance.connectFeed('cad');
  await appliance.status();
  const idleMemoryMb = appliance.peakMemoryMb();
  const now = new Date();
  const startedAt = performance.now();
  let backpressure = 0;
  const writing = (async () => {
    for (const lineOf of [newLine, dispatchedLine]) {
      for (const call of calls) {
        if (socket.write(lineOf(call, now))) continue;
        backpressure += 1;
        await new Promise<void>((resume) => socket.once('drain', resume));
      }
    }
  })();
  const status: number[] = [];
  const queued = await cameTrue(
    async () => {
      const askedAt = performance.now();
      const found = await appliance.status();
      status.push(performance.now() - askedAt);
      return framesOf(found).frames >= EVENTS && found.outbox.ready + found.outbox.held >= CALLS;
    },
    QUEUED_WITHIN_MS,
    ASK_EVERY_MS,
  );
  const queuedMs = performance.now() - startedAt;
  await writing;
  const peakMemoryMb = appliance.peakMemoryMb();
  const { frames, rejected } = framesOf(await appliance.status());
  socket.destroy();
  const wrong = [
    ...(queued ? [] : [`not all texts were queued within ${QUEUED_WITHIN_MS / 1_000} s`]),
    ...(backpressure > 0 ? [] : ['the sender was never made to wait']),
    ...framesWrong(frames, rejected, EVENTS),
    ...(await appliance.stop()),
  ];
  const asked = spreadOf(status);
  return {
    figures: { events: EVENTS, queuedMs: rounded(queuedMs), peakMemoryMb, idleMemoryMb, backpressure, statusMs: asked },
    rows: [
      {
        what: `${EVENTS} events in a flood: journaled, evaluated, queued`,
        value: `${rounded(queuedMs / 1_000)} s, ${Math.round((EVENTS * 1_000) / queuedMs)}/s`,
      },
      { what: 'peak memory', value: `${peakMemoryMb ?? '?'} MB, of which idle ${idleMemoryMb ?? '?'} MB`, wanted: '250 MB' },
      {
        what: 'GET /api/status meanwhile',
        value: `p50 ${asked.p50}, p99 ${asked.p99}, max ${asked.max} ms`,
        wanted: 'no freezing',
      },
    ],
    wrong,
  };
};
