import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { type Clock, systemClock } from '../../src/clock';
import type { MessageView } from '../../src/contract/views';
import { silentLogger } from '../../src/logger';
import { runAppliance } from '../../src/runAppliance';
import { type CarrierSimulator, startCarrierSimulator } from '../../src/training/carrierSimulator';
import { ApplianceProcess, killLeftovers, PROJECT } from '../bench/applianceProcess';
import { benchProfile, writeProfile } from '../bench/benchProfile';
import { dispatchedLine, type InventedCall, inventCalls, newLine } from '../bench/inventedCalls';
import { Random } from '../fuzz/random';

export interface KillTotals {
  readonly kills: number;
  /** Kills that fell while texts were being sent, and how many texts that were. */
  readonly whileSending: number;
  readonly leftSending: number;
  /** Calls whose lines the appliance acknowledged: each makes one text due. */
  readonly texts: number;
  /** Of those, people whom the carrier has a text for. */
  readonly atCarrier: number;
  /** People whom the carrier has two texts for, or more. */
  readonly twice: number;
  /** Texts that are neither at the carrier nor with a person, or of which no row tells what is so. */
  readonly lost: number;
  /** Unconfirmed at the end, after half an hour of asking: a person decides. */
  readonly needPerson: number;
  /** Of those left sending, settled without a person. */
  readonly reconciled: number;
  /** Rows that neither reached the carrier nor wait for a person; nothing here makes any end so. */
  readonly otherwiseEnded: number;
}

const STX = '\x02';
const ETX = '\x03';
const ACK = 0x06;
const CALL_EVERY_MS = 30;
const LONGEST_LIFE_MS = 10_000;
/** No more calls come in while so many texts are due: a busy machine would only pile them up. */
const MOST_DUE = 12;
/** The clock of the last life: half an hour of asking the carrier is over in half a minute. */
const HURRY = 60;
const SETTLE_MS = 60_000;

/**
 * Kills the real appliance again and again while it sends to the simulated carrier of this process, on one store. What
 * was not acknowledged is sent to it again by the feed, as CAD would. Counts at the carrier what came of it.
 */
export async function killAgainAndAgain(kills: number, seed: number, tell: (line: string) => void = () => {}): Promise<KillTotals> {
  const random = new Random(seed);
  const root = mkdtempSync(path.join(os.tmpdir(), 'herald-kills-'));
  const answersAfterMs = () => random.pick([0, 2, 10, 30, 80, 200]);
  let onText = () => {};
  const carrier = await startCarrierSimulator({ clock: systemClock, answersAfterMs, onText: () => onText() });
  /** When the next one is killed: mostly a moment after the carrier took some text of this life, whatever the machine is like. */
  const untilDeath = (): Promise<void> =>
    new Promise((resolve) => {
      const atAnyTime = random.chance(0.2);
      const limit = setTimeout(resolve, atAnyTime ? random.below(1_000) : LONGEST_LIFE_MS);
      if (atAnyTime) return;
      let left = 1 + random.below(12);
      const afterMs = random.below(100);
      onText = () => {
        left -= 1;
        if (left > 0) return;
        onText = () => {};
        clearTimeout(limit);
        setTimeout(resolve, afterMs);
      };
    });
  const profile = benchProfile();
  profile.feeds[0].url = 'tcp-listen://127.0.0.1:0?format=delimited&layout=events&framing=stxetx&ack=on';
  const profileFile = writeProfile(root, profile);
  const environment = { ...carrier.environment, BANDWIDTH_SEGMENTS_PER_SECOND: '1000' };
  const found = { whileSending: 0, leftSending: 0 };
  /** Of the life that has just ended: what its predecessor's end had left. */
  const lookAtLog = () => {
    const recovered = Number(/outbox\.recovered messages=(\d+)/.exec(readFileSync(path.join(root, 'log'), 'utf8'))?.[1] ?? 0);
    if (recovered > 0) found.whileSending += 1;
    found.leftSending += recovered;
  };
  const start = () => ApplianceProcess.start({ directory: root, profileFile, env: environment });
  const cad = new Cad();
  try {
    mkdirSync(root, { recursive: true });
    for (let kill = 1; kill <= kills; kill++) {
      // Also while it is still clearing up after the last one.
      const early = random.chance(0.1) ? setTimeout(killLeftovers, random.below(900)) : undefined;
      const appliance = await start().catch((error) => {
        if (early === undefined) throw error;
      });
      clearTimeout(early);
      // Texts that no life will send any more, as they wait for a person, are no reason to call less.
      const before = cad.told - carrier.messages.length;
      const hasRoom = () => cad.told - carrier.messages.length - before < MOST_DUE;
      if (appliance !== undefined) await workAndDie(appliance, cad, untilDeath, hasRoom);
      lookAtLog();
      if (kill % 50 === 0)
        tell(`${kill} kills, ${found.whileSending} while sending, ${carrier.messages.length} texts at the carrier`);
    }
    const last = await start();
    await cad.connect(last);
    await cad.untilAcknowledged();
    await untilNothingIsDue(last, carrier);
    await last.stop();
    lookAtLog();
    const rows = await settle(root, profileFile, environment);
    return { kills, ...found, ...count(cad.acknowledged, carrier, rows, found.leftSending) };
  } finally {
    killLeftovers();
    await carrier.stop();
    rmSync(root, { recursive: true, force: true });
  }
}

async function workAndDie(
  appliance: ApplianceProcess,
  cad: Cad,
  untilDeath: () => Promise<void>,
  hasRoom: () => boolean,
): Promise<void> {
  await cad.connect(appliance);
  const timer = setInterval(() => hasRoom() && cad.newCall(), CALL_EVERY_MS);
  await untilDeath();
  clearInterval(timer);
  appliance.child.kill('SIGKILL');
  await appliance.ended;
  cad.hangUp();
}

/** A dispatch system that sends again what was not acknowledged. */
class Cad {
  readonly #calls = inventCalls(60_000)[Symbol.iterator]();
  readonly #waiting: { readonly call: InventedCall; readonly text: string; readonly last: boolean }[] = [];
  readonly acknowledged: InventedCall[] = [];
  /** So many calls it has told of. */
  told = 0;
  #socket: Socket | undefined;

  newCall(): void {
    const { value: call, done } = this.#calls.next();
    if (done === true) throw new RangeError('There are no more calls');
    this.told += 1;
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

type Row = Pick<MessageView, 'to' | 'state'>;

/**
 * One more life, in this process and by a clock in a hurry, until the carrier's list has been asked for all that can be.
 * Answers every row there is.
 */
async function settle(root: string, profileFile: string, environment: Readonly<Record<string, string>>): Promise<readonly Row[]> {
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
  const ask = async <T>(what: string): Promise<T> => {
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(new URL(`api/${what}`, running.appliance().http?.url), { headers });
    if (!response.ok) throw new Error(`GET api/${what} answered ${response.status}`);
    return (await response.json()) as T;
  };
  const unconfirmed = () => ask<{ items: Pick<MessageView, 'needsPerson'>[] }>('outbox?state=unconfirmed&limit=500');
  try {
    const endsAt = Date.now() + SETTLE_MS;
    while ((await unconfirmed()).items.some(({ needsPerson }) => needsPerson === null) && Date.now() < endsAt)
      await new Promise((resolve) => setTimeout(resolve, 250));
    const rows: Row[] = [];
    for (let next: unknown = ''; next !== null; ) {
      const page = await ask<{ items: Row[]; next: unknown }>(`outbox?limit=500${next === '' ? '' : `&next=${next}`}`);
      rows.push(...page.items);
      next = page.next;
    }
    return rows;
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

function count(calls: readonly InventedCall[], carrier: CarrierSimulator, rows: readonly Row[], leftSending: number) {
  const texts = new Map<string, number>();
  for (const { to } of carrier.messages) texts.set(to, (texts.get(to) ?? 0) + 1);
  const rowsTo = new Map<string, Row[]>();
  for (const row of rows) rowsTo.set(row.to, [...(rowsTo.get(row.to) ?? []), row]);
  const withPerson = rows.filter(({ state }) => state === 'unconfirmed');
  const lost = calls.filter(({ phone }) => {
    const [row, another] = rowsTo.get(phone) ?? [];
    // Nobody but this call's caller has the number, and one text is due to each.
    if (row === undefined || another !== undefined) return true;
    if (row.state === 'unconfirmed') return false;
    return !(texts.has(phone) && (row.state === 'accepted' || row.state === 'delivered'));
  });
  return {
    texts: calls.length,
    atCarrier: calls.filter(({ phone }) => texts.has(phone)).length,
    twice: [...texts.values()].filter((times) => times > 1).length,
    lost: lost.length,
    needPerson: withPerson.length,
    reconciled: leftSending - withPerson.length,
    otherwiseEnded: rows.filter(({ state }) => !['accepted', 'delivered', 'unconfirmed'].includes(state)).length,
  };
}
