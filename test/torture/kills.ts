import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { type Clock, systemClock } from '../../src/clock';
import { silentLogger } from '../../src/logger';
import { runAppliance } from '../../src/runAppliance';
import { type CarrierSimulator, startCarrierSimulator } from '../../src/training/carrierSimulator';
import { ApplianceProcess, killLeftovers, PROJECT } from '../bench/applianceProcess';
import { benchProfile, writeProfile } from '../bench/benchProfile';
import { dispatchedLine, type InventedCall, inventCalls, newLine } from '../bench/inventedCalls';
import { Random } from '../fuzz/random';

export interface KillTotals {
  readonly kills: number;
  /** Calls whose lines the appliance acknowledged: each makes one text due. */
  readonly texts: number;
  readonly atCarrier: number;
  readonly twice: number;
  readonly lost: number;
  /** Unconfirmed at the end, after half an hour of asking: a person decides. */
  readonly needPerson: number;
  readonly otherwiseEnded: number;
}

const STX = '\x02';
const ETX = '\x03';
const ACK = 0x06;
const CALL_EVERY_MS = 40;
/** The clock of the last life: half an hour of asking the carrier is over in half a minute. */
const HURRY = 60;

/**
 * Kills the real appliance again and again while it sends to the simulated carrier of this process, on one store. What
 * was not acknowledged is sent to it again by the feed, as CAD would. Counts at the carrier what came of it.
 */
export async function killAgainAndAgain(kills: number, seed: number, tell: (line: string) => void = () => {}): Promise<KillTotals> {
  const random = new Random(seed);
  const root = mkdtempSync(path.join(os.tmpdir(), 'herald-kills-'));
  const answersAfterMs = () => random.pick([0, 2, 10, 30, 80]);
  const carrier = await startCarrierSimulator({ clock: systemClock, answersAfterMs });
  const profile = benchProfile();
  profile.feeds[0].url = 'tcp-listen://127.0.0.1:0?format=delimited&layout=events&framing=stxetx&ack=on';
  const profileFile = writeProfile(root, profile);
  const environment = { ...carrier.environment, BANDWIDTH_SEGMENTS_PER_SECOND: '1000' };
  const start = () => ApplianceProcess.start({ directory: root, profileFile, env: environment });
  const cad = new Cad();
  try {
    mkdirSync(root, { recursive: true });
    for (let kill = 1; kill <= kills; kill++) {
      // Also while it is still clearing up after the last one.
      if (random.chance(0.1)) {
        const early = setTimeout(killLeftovers, random.below(900));
        const appliance = await start().catch(() => undefined);
        clearTimeout(early);
        if (appliance === undefined) continue;
        await workAndDie(appliance, cad, 100);
        continue;
      }
      await workAndDie(await start(), cad, 100 + random.below(1_900));
      if (kill % 50 === 0) tell(`${kill} kills, ${carrier.messages.length} texts at the carrier`);
    }
    const last = await start();
    await cad.connect(last);
    await cad.untilAcknowledged();
    await untilNothingIsDue(last, carrier);
    await last.stop();
    const outbox = await settle(root, profileFile, environment);
    return count(kills, cad.acknowledged, carrier, outbox);
  } finally {
    killLeftovers();
    await carrier.stop();
    rmSync(root, { recursive: true, force: true });
  }
}

async function workAndDie(appliance: ApplianceProcess, cad: Cad, afterMs: number): Promise<void> {
  await cad.connect(appliance);
  const timer = setInterval(() => cad.newCall(), CALL_EVERY_MS);
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  clearInterval(timer);
  appliance.child.kill('SIGKILL');
  await appliance.ended;
  cad.hangUp();
}

/** A dispatch system that sends again what was not acknowledged. */
class Cad {
  readonly #calls = inventCalls(20_000)[Symbol.iterator]();
  readonly #waiting: { readonly call: InventedCall; readonly text: string; readonly last: boolean }[] = [];
  readonly acknowledged: InventedCall[] = [];
  #socket: Socket | undefined;

  newCall(): void {
    const { value: call, done } = this.#calls.next();
    if (done === true) return;
    const at = new Date();
    this.#waiting.push({ call, text: newLine(call, at), last: false }, { call, text: dispatchedLine(call, at), last: true });
    for (const { text } of this.#waiting.slice(-2)) this.#say(text);
  }

  async connect(appliance: ApplianceProcess): Promise<void> {
    const socket = await appliance.connectFeed('cad');
    this.#socket = socket;
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      if (this.#socket !== socket) return;
      for (const byte of bytes) if (byte === ACK) this.#heardAck();
    });
    for (const { text } of this.#waiting) this.#say(text);
  }

  hangUp(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  async untilAcknowledged(): Promise<void> {
    while (this.#waiting.length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  #heardAck(): void {
    const line = this.#waiting.shift();
    if (line?.last === true) this.acknowledged.push(line.call);
  }

  #say(text: string): void {
    this.#socket?.write(`${STX}${text.trimEnd()}${ETX}`);
  }
}

async function untilNothingIsDue(appliance: ApplianceProcess, carrier: CarrierSimulator): Promise<void> {
  for (let before = -1; ; ) {
    const { outbox } = await appliance.status();
    const now = carrier.messages.length;
    if (outbox.ready === 0 && outbox.sending === 0 && now === before) return;
    before = now;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

type Outbox = Awaited<ReturnType<ApplianceProcess['status']>>['outbox'];

/** One more life, in this process and by a clock in a hurry, until the carrier's list has been asked for all that can be. */
async function settle(root: string, profileFile: string, environment: Readonly<Record<string, string>>): Promise<Outbox> {
  const token = 'torture';
  const running = await runAppliance({
    dataDirectory: path.join(root, 'data'),
    profileFile,
    feeds: new Map(),
    training: false,
    http: { port: 0, token, filesDirectory: undefined },
    env: environment as NodeJS.ProcessEnv,
    resourcesDirectory: path.join(PROJECT, 'resources'),
    clock: inAHurry(),
    logger: silentLogger,
    version: 'torture',
  } as Parameters<typeof runAppliance>[0]);
  try {
    const endsAt = Date.now() + 35_000;
    for (;;) {
      const response = await fetch(new URL('api/status', running.appliance().http?.url), {
        headers: { authorization: `Bearer ${token}` },
      });
      const { outbox } = (await response.json()) as { outbox: Outbox };
      if (outbox.unconfirmed === 0 || Date.now() > endsAt) return outbox;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  } finally {
    await running.stop();
  }
}

function inAHurry(): Clock {
  const startedAt = Date.now();
  return {
    now: () => startedAt + (Date.now() - startedAt) * HURRY,
    monotonicMs: () => performance.now() * HURRY,
    after: (delayMs, work) => systemClock.after(delayMs / HURRY, work),
  };
}

function count(kills: number, calls: readonly InventedCall[], carrier: CarrierSimulator, outbox: Outbox): KillTotals {
  const texts = new Map<string, number>();
  for (const { to } of carrier.messages) texts.set(to, (texts.get(to) ?? 0) + 1);
  const missing = calls.filter(({ phone }) => !texts.has(phone)).length;
  const rows = Object.values(outbox).reduce((sum, one) => sum + one, 0);
  return {
    kills,
    texts: calls.length,
    atCarrier: texts.size,
    twice: [...texts.values()].filter((times) => times > 1).length,
    // Neither at the carrier nor with a person; or acknowledged, and no row tells of it.
    lost: Math.max(0, missing - outbox.unconfirmed, calls.length - rows),
    needPerson: outbox.unconfirmed,
    otherwiseEnded: outbox.held + outbox.ready + outbox.sending + outbox.expired + outbox.cancelled + outbox.undelivered,
  };
}
