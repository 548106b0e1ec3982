import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApplianceProcess } from '../applianceProcess';
import { benchProfile, writeProfile } from '../benchProfile';
import { carrierWithArrivals } from '../carrierWithArrivals';
import { rounded, spreadOf } from '../figures';
import { dispatchedLine, type InventedCall, inventCalls, newLine } from '../inventedCalls';
import type { Part } from '../part';
import { seedWaiting } from '../seedWaiting';
import { cameTrue } from '../waiting';

const ALL = Number(process.env.HERALD_BENCH_WAITING ?? 1_000_000);
const TRUE = Math.round(ALL / 100);
const UNTRUE_BETWEEN = 9;
const EVENTS = 40;
const EVERY_MS = 500;
const SENT_WITHIN_MS = 900_000;
/** So many are under way at once that the order of arrival may differ by them. */
const UNDER_WAY = 20;

/**
 * A million texts wait: nine of ten have had their time, nine of ten of the rest are untrue. The oldest that is still true
 * has to leave soon, and the others in order; a new call on the feed must not wait for any of it.
 */
export const waiting: Part = async ({ directory, profileDirectory }) => {
  const invented = inventCalls(TRUE + EVENTS);
  const calls = invented.slice(0, TRUE);
  const fresh = invented.slice(TRUE);
  const profileFile = writeProfile(directory, benchProfile());
  const home = join(directory, 'appliance');
  const expired = ALL - TRUE * (UNTRUE_BETWEEN + 1);
  const seed = { dataDirectory: join(home, 'data'), profileFile, expired, untrueBetween: UNTRUE_BETWEEN, calls };
  await seedWaiting(seed);

  const carrier = await carrierWithArrivals();
  const env = { ...carrier.simulator.environment, BANDWIDTH_SEGMENTS_PER_SECOND: '1000' };
  const startedAt = performance.now();
  const appliance = await ApplianceProcess.start({ directory: home, profileFile, env, profileDirectory });
  const firstAfter = timeOf(() => carrier.reached > 0, startedAt);
  const socket = await appliance.connectFeed('cad');
  const heard: number[] = [];
  const status: number[] = [];
  for (const call of fresh) {
    const at = performance.now();
    socket.write(newLine(call, new Date()) + dispatchedLine(call, new Date()));
    if (await cameTrue(() => appliance.knows(call.number), 30_000, 10)) heard.push(performance.now() - at);
    const askedAt = performance.now();
    await appliance.status();
    status.push(performance.now() - askedAt);
    await sleep(Math.max(0, EVERY_MS - (performance.now() - at)));
  }
  const allSent = await cameTrue(() => carrier.reached >= invented.length, SENT_WITHIN_MS, 250);
  const sentMs = performance.now() - startedAt;
  const allOver = await cameTrue(async () => nothingWaits(await appliance.status()), SENT_WITHIN_MS, 1_000);
  const overMs = performance.now() - startedAt;
  const peakMemoryMb = appliance.peakMemoryMb();
  socket.destroy();
  const wrong = [
    ...(heard.length === fresh.length ? [] : [`${fresh.length - heard.length} new calls were not known within 30 s`]),
    ...(allSent ? [] : [`not all true texts were sent within ${SENT_WITHIN_MS / 1_000} s`]),
    ...(allOver ? [] : ['untrue or expired texts were still waiting at the end']),
    ...carrier.wrongWith(invented),
    ...orderWrong(calls, carrier.arrivedAt),
    ...(await appliance.stop()),
  ];
  await carrier.simulator.stop();
  const first = await firstAfter;
  const event = spreadOf(heard);
  const asked = spreadOf(status);
  return {
    figures: {
      ...{
        waiting: ALL,
        true: TRUE,
        readyMs: rounded(appliance.readyAfterMs),
        firstTextMs: rounded(first),
        sentMs: rounded(sentMs),
      },
      ...{ overMs: rounded(overMs), eventMs: event, statusMs: asked, peakMemoryMb },
    },
    rows: [
      { what: `ready, ${ALL} texts waiting`, value: `${rounded(appliance.readyAfterMs / 1_000)} s`, wanted: '5 s' },
      { what: 'the oldest that is still true at the carrier', value: `${rounded(first / 1_000)} s`, wanted: '30 s' },
      { what: `all ${TRUE} true ones, in order`, value: `${rounded(sentMs / 1_000)} s` },
      { what: 'all others ended', value: `${rounded(overMs / 1_000)} s` },
      { what: 'a new call meanwhile: line to its incident', value: `p50 ${event.p50}, max ${event.max} ms`, wanted: 'max 1 s' },
      { what: 'GET /api/status meanwhile', value: `p50 ${asked.p50}, max ${asked.max} ms`, wanted: 'no freezing' },
      { what: 'peak memory', value: `${peakMemoryMb ?? '?'} MB`, wanted: '300 MB' },
    ],
    wrong,
  };
};

async function timeOf(holds: () => boolean, since: number): Promise<number> {
  await cameTrue(holds, SENT_WITHIN_MS, 20);
  return performance.now() - since;
}

function nothingWaits({ outbox }: { readonly outbox: Readonly<Record<string, number>> }): boolean {
  return outbox.ready === 0 && outbox.held === 0 && outbox.sending === 0;
}

function orderWrong(calls: readonly InventedCall[], arrivedAt: (phone: string) => number | undefined): string[] {
  const arrived = calls.map(({ phone }, place) => ({ place, at: arrivedAt(phone) ?? Number.POSITIVE_INFINITY }));
  const inOrder = arrived.sort((a, b) => a.at - b.at);
  const astray = inOrder.filter(({ place }, index) => Math.abs(place - index) > UNDER_WAY).length;
  return astray === 0 ? [] : [`${astray} texts left more than ${UNDER_WAY} places from theirs`];
}
