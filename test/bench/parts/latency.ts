import type { Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApplianceProcess, framesOf } from '../applianceProcess';
import { benchProfile, writeProfile } from '../benchProfile';
import { type CarrierWithArrivals, carrierWithArrivals } from '../carrierWithArrivals';
import { addedPer, rounded, spreadOf } from '../figures';
import { timeSyncedAppends } from '../fsyncProbe';
import { dispatchedLine, type InventedCall, inventCalls, newLine } from '../inventedCalls';
import type { Part } from '../part';
import { cameTrue } from '../waiting';

const EVENTS_PER_SECOND = 50;
const WARM_UP_SECONDS = 2;
const MEASURED_SECONDS = 20;
const APPENDS = 200;
const LAST_TEXT_WITHIN_MS = 15_000;

/**
 * From a line's write on the feed's socket to the end of its POST at the carrier, both seen by this process with one
 * clock: the journal, the rules, two synced commits, and TCP both ways with a new connection for each POST.
 */
export const latency: Part = async ({ directory, profileDirectory }) => {
  const calls = inventCalls((EVENTS_PER_SECOND / 2) * (WARM_UP_SECONDS + MEASURED_SECONDS));
  const carrier = await carrierWithArrivals();
  const appliance = await ApplianceProcess.start({
    directory: join(directory, 'appliance'),
    profileFile: writeProfile(directory, benchProfile()),
    env: { ...carrier.simulator.environment, BANDWIDTH_SEGMENTS_PER_SECOND: '1000' },
    profileDirectory,
  });
  const socket = await appliance.connectFeed('cad');
  const lineBytes = Buffer.byteLength(newLine(calls[0] as InventedCall, new Date()));
  const appends = timeSyncedAppends(directory, lineBytes, APPENDS);
  const writtenBefore = appliance.bytesWritten();
  const workedBefore = appliance.processorMs();

  const sentAt = await sendSteadily(socket, calls);
  await cameTrue(() => carrier.reached >= calls.length, LAST_TEXT_WITHIN_MS);
  const events = calls.length * 2;
  const bytesPerEvent = addedPer(writtenBefore, appliance.bytesWritten(), events);
  const processorMsPerEvent = addedPer(workedBefore, appliance.processorMs(), events);
  appends.push(...timeSyncedAppends(directory, lineBytes, APPENDS));

  const { frames, rejected } = framesOf(await appliance.status());
  socket.destroy();
  const wrong = [...carrier.wrongWith(calls), ...framesWrong(frames, rejected, events), ...(await appliance.stop())];
  await carrier.simulator.stop();

  const measured = calls.slice((EVENTS_PER_SECOND / 2) * WARM_UP_SECONDS);
  const latencies = spreadOf(measured.flatMap((call) => delayOf(call, sentAt, carrier)));
  const append = spreadOf(appends);
  const ratio = rounded(latencies.p99 / append.p99);
  return {
    figures: {
      eventsPerSecond: EVENTS_PER_SECOND,
      includes: 'TCP both ways',
      lineToPostMs: latencies,
      syncedAppendMs: append,
      p99InSyncedAppends: ratio,
      processorMsPerEvent,
      bytesWrittenPerEvent: bytesPerEvent,
    },
    rows: [
      {
        what: `line to POST, ${EVENTS_PER_SECOND} events/s, TCP both ways included`,
        value: `p50 ${latencies.p50}, p90 ${latencies.p90}, p99 ${latencies.p99}, max ${latencies.max} ms`,
        wanted: 'p99 50 ms',
      },
      { what: `plain append of ${lineBytes} bytes, synced`, value: `p50 ${append.p50}, p99 ${append.p99}, max ${append.max} ms` },
      { what: 'p99 in p99s of such an append', value: `${ratio}` },
      { what: 'processor time per event, sending and receipts included', value: `${processorMsPerEvent ?? '?'} ms` },
    ],
    wrong,
  };
};

/** What is wrong with what was journaled. */
export function framesWrong(frames: number, rejected: number, sent: number): string[] {
  return [
    ...(frames === sent ? [] : [`${frames} of ${sent} frames are journaled`]),
    ...(rejected === 0 ? [] : [`${rejected} frames are rejected`]),
  ];
}

/** New call, dispatch, new call, dispatch, evenly in time, whatever becomes of them. Returns when each was dispatched. */
async function sendSteadily(socket: Socket, calls: readonly InventedCall[]): Promise<ReadonlyMap<string, number>> {
  const everyMs = 1_000 / EVENTS_PER_SECOND;
  const startedAt = performance.now();
  const sentAt = new Map<string, number>();
  for (const [index, call] of calls.entries()) {
    await sleep(Math.max(0, startedAt + index * 2 * everyMs - performance.now()));
    socket.write(newLine(call, new Date()));
    await sleep(Math.max(0, startedAt + (index * 2 + 1) * everyMs - performance.now()));
    const line = dispatchedLine(call, new Date());
    sentAt.set(call.phone, performance.now());
    socket.write(line);
  }
  return sentAt;
}

function delayOf({ phone }: InventedCall, sentAt: ReadonlyMap<string, number>, carrier: CarrierWithArrivals): number[] {
  const sent = sentAt.get(phone);
  const arrived = carrier.arrivedAt(phone);
  return sent === undefined || arrived === undefined ? [] : [arrived - sent];
}
