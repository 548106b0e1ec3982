import { durations } from '../../src/clock';
import type { CommandResult } from '../../src/intake/commands';
import type { CorrectionSelection } from '../../src/intake/corrections';
import type { StoredMessage } from '../../src/intake/records';
import type { RuleStage } from '../../src/rules/ruleset';
import type { Random } from '../fuzz/random';
import { PHONES } from './dispatchSystem';
import type { Oracle } from './oracle';
import type { SimulatedCarrier } from './simulatedCarrier';
import type { SimulatedLife } from './simulatedLife';
import type { Call, Told, Wish } from './told';
import { e164 } from './truth';
import type { WorldClock } from './worldClock';

const { MINUTE, HOUR } = durations;
const BY = { identity: 'supervisor', reason: 'drawn' };

export interface PeopleDeps {
  readonly random: Random;
  readonly told: Told;
  readonly oracle: Oracle;
  readonly carrier: SimulatedCarrier;
  readonly clock: WorldClock;
  readonly life: () => SimulatedLife;
  /** Of an incident of the store, the call it was made for. */
  readonly callOf: (incidentId: number) => Promise<Call | undefined>;
  readonly tell: (what: string) => void;
}

/** A row with what it takes to find the incident it is of. */
type Row = StoredMessage;

/**
 * Who sits at the console, and who gets the texts. What they have done counts from when the appliance has confirmed it;
 * what allows more than before counts from when it was asked for.
 */
export class People {
  readonly #deps: PeopleDeps;
  readonly #undelivered: Wish[] = [];

  constructor(deps: PeopleDeps) {
    this.#deps = deps;
  }

  /** Somebody at the console does something. */
  async act(rows: readonly Row[]): Promise<void> {
    const { random, told } = this.#deps;
    const row = rows[random.below(Math.max(1, rows.length))];
    const open = rows.filter(({ status }) => status === 'held' || status === 'ready');
    const waiting = open[random.below(Math.max(1, open.length))];
    const phone = random.pick(PHONES);
    switch (random.below(19)) {
      case 0:
        return this.#done('stop all', this.#commands.stopAll(BY), (at) => {
          told.stoppedAs = at;
        });
      case 1:
        return this.resume();
      case 2:
        return this.#done(`suppress ${phone}`, this.#commands.suppressNumber({ ...BY, number: phone }), (at) =>
          told.suppressed.set(e164(phone) ?? '', at),
        );
      case 3:
        return this.#liftSuppression(phone);
      case 4:
        return waiting && this.#release(waiting);
      case 5:
        return waiting && this.#unhold(waiting);
      case 6:
        return waiting && this.#done('cancel', this.#commands.cancelMessage({ ...BY, id: waiting.id }));
      case 7:
        return waiting && this.#done('hold', this.#commands.hold({ ...BY, id: waiting.id }), (at) => told.held.set(waiting.id, at));
      case 8:
      case 9:
        return this.#settle(rows);
      case 10:
      case 11:
        return this.#resend(rows);
      case 12:
        return row && this.#exclude(row.incidentId);
      case 13:
        return this.#liftExclusion();
      case 14:
      case 15:
        // Most calls of which there is no text yet have one that may be told.
        return this.#byHand(1 + random.below(6));
      case 16:
      case 17:
        return this.#correct(rows);
      default:
        return this.#read();
    }
  }

  resume(): Promise<void> {
    this.#deps.told.stoppedAs = undefined;
    return this.#done('resume', this.#commands.resume(BY));
  }

  /** Somebody who may have been texted writes back, or what was written comes (again). */
  async reply(): Promise<void> {
    const { random, told, carrier, clock } = this.#deps;
    const drawn = random.next();
    const before = told.wishes[random.below(Math.max(1, told.wishes.length))];
    if (drawn < 0.2 && before !== undefined) return this.#arrives(before);
    const late = this.#undelivered.shift();
    if (drawn < 0.5 && late !== undefined) return this.#arrives(late);
    if (late !== undefined) this.#undelivered.unshift(late);
    const texted = carrier.taken[random.below(Math.max(1, carrier.taken.length))]?.request.to;
    const [text, meaning] = random.pick(SAID);
    const phone = texted ?? e164(random.pick(PHONES)) ?? '';
    const wish: Wish = { id: `in-${told.wishes.length + 1}`, phone, text, meaning, at: clock.now(), confirmedAs: undefined };
    told.wishes.push(wish);
    if (random.chance(0.2)) {
      this.#undelivered.push(wish);
      return;
    }
    await this.#arrives(wish);
  }

  /** The carrier calls back about a text, once more or not. */
  async receipt(): Promise<void> {
    const { random, carrier, tell } = this.#deps;
    const text = carrier.taken[random.below(Math.max(1, carrier.taken.length))];
    if (text === undefined) return;
    tell(`a receipt for ${text.id}`);
    const { replies } = this.#deps.life();
    const tag = random.chance(0.8) ? text.request.tag : undefined;
    await this.#whileItLives(replies.take([{ type: 'receipt', row: carrier.receiptOf(text), tag }]));
  }

  async #arrives(wish: Wish): Promise<void> {
    const { told, tell } = this.#deps;
    tell(`${wish.phone} wrote "${wish.text}"`);
    const { id: carrierMessageId, phone: from, text, at: receivedAt } = wish;
    const { replies } = this.#deps.life();
    const taken = await this.#whileItLives(replies.take([{ type: 'received', carrierMessageId, from, text, receivedAt }]));
    if (taken) wish.confirmedAs ??= told.confirm();
  }

  get #commands() {
    return this.#deps.life().commands;
  }

  async #liftSuppression(phone: string): Promise<void> {
    const { told } = this.#deps;
    const number = e164(phone) ?? '';
    told.suppressed.delete(number);
    await this.#done(`lift the suppression of ${phone}`, this.#commands.liftSuppression({ ...BY, number: phone }));
  }

  async #release(row: Row): Promise<void> {
    this.#deps.told.held.delete(row.id);
    await this.#done('release', this.#commands.release({ ...BY, id: row.id }));
  }

  async #unhold(row: Row): Promise<void> {
    this.#deps.told.held.delete(row.id);
    await this.#done('unhold', this.#commands.unhold({ ...BY, id: row.id }));
  }

  /** Somebody has a text sent that the appliance says may be sent now. */
  async #byHand(incidentId: number): Promise<void> {
    const { random, tell } = this.#deps;
    const life = this.#deps.life();
    const known = await life.handTexts.choices(incidentId).catch(() => undefined);
    const free = known?.choices.filter(({ verdict }) => verdict.outcome !== 'skip') ?? [];
    if (free.length === 0) return;
    const { verdict, contact } = random.pick(free);
    const { stage, cause } = verdict;
    tell(`by hand: ${cause ?? stage} of incident ${incidentId}`);
    const order = { ...BY, incidentId, stage: stage as RuleStage, cause, contact };
    await this.#whileItLives(life.handTexts.send(order));
  }

  /** Somebody has those told who got a text in error, as the appliance lists them. */
  async #correct(rows: readonly Row[]): Promise<void> {
    const { random, clock } = this.#deps;
    const texted = rows.filter(({ status }) => status === 'accepted' || status === 'delivered' || status === 'unconfirmed');
    const wrong = texted[random.below(Math.max(1, texted.length))];
    if (wrong === undefined || wrong.stage === 'correction') return;
    const { incidentId, stage, cause } = wrong;
    const selections: readonly CorrectionSelection[] = [
      { messageIds: [wrong.id] },
      { incidentId, stage, cause },
      { stage, cause, from: clock.wall() - HOUR, to: clock.wall() },
    ];
    const selection = random.pick(selections);
    await this.#callWrong(selection);
    // Somebody else at another console, a moment later.
    if (random.chance(0.6)) await this.#callWrong(selection);
  }

  async #callWrong(selection: CorrectionSelection): Promise<void> {
    const { told, tell } = this.#deps;
    const { corrections } = this.#deps.life();
    const listed = await corrections.preview(selection).catch(() => undefined);
    if (listed === undefined) return;
    tell(`correct ${JSON.stringify(selection)}`);
    // Before it is answered: the correction may leave while it still is.
    for (const { originals } of listed.items) for (const { id } of originals) told.calledWrong.add(id);
    await this.#whileItLives(corrections.send({ ...BY, selection, confirm: listed.confirm }));
  }

  async #exclude(incidentId: number): Promise<void> {
    const call = await this.#deps.callOf(incidentId);
    if (call === undefined) return;
    await this.#done(`exclude ${call.name}`, this.#commands.suppressIncident({ ...BY, id: incidentId }), (at) => {
      call.suppressedAs ??= at;
    });
  }

  /** Of some call that has been excluded, mostly. */
  async #liftExclusion(): Promise<void> {
    const { random, told } = this.#deps;
    const excluded = told.calls.filter((call) => call.suppressedAs !== undefined || call.lines.some(({ excludes }) => excludes));
    const wanted = excluded[random.below(Math.max(1, excluded.length))];
    if (wanted === undefined) return;
    for (let id = 1; ; id++) {
      const call = await this.#deps.callOf(id);
      if (call === undefined) return;
      if (call !== wanted) continue;
      call.suppressedAs = undefined;
      if (random.chance(0.3)) return this.#done(`unsuppress ${call.name}`, this.#commands.unsuppressIncident({ ...BY, id }));
      for (const { excludes } of call.lines) if (excludes !== undefined) call.lifted.add(excludes);
      return this.#done(`lift the exclusion of ${call.name}`, this.#commands.liftExclusion({ ...BY, id }));
    }
  }

  /** Somebody reads a reply that waits for it. */
  async #read(): Promise<void> {
    const { random, told, clock } = this.#deps;
    const id = 1 + random.below(Math.max(1, told.wishes.length));
    for (const { phone } of told.wishes) told.readUntil.set(phone, clock.now());
    const meaning = random.pick(['nothing', 'nothing', 'optOut'] as const);
    await this.#done(`reply ${id} means ${meaning}`, this.#deps.life().replies.commands.resolve({ ...BY, id, meaning }));
  }

  /** A person asks the carrier, or the caller, and knows. */
  async #settle(rows: readonly Row[]): Promise<void> {
    const { carrier, clock } = this.#deps;
    const row = rows.find(({ status, needsPerson }) => status === 'unconfirmed' && needsPerson !== undefined);
    if (row === undefined || clock.now() - (row.sendingAt ?? 0) < HOUR / 4) return;
    const text = carrier.taken.find(({ request }) => request.tag === row.id);
    const outcome = text === undefined ? 'notSent' : 'accepted';
    await this.#done('settle', this.#commands.settle({ ...BY, id: row.id, outcome }));
  }

  async #resend(rows: readonly Row[]): Promise<void> {
    const { carrier, oracle, clock } = this.#deps;
    const takenTags = new Set(carrier.taken.map(({ request }) => request.tag));
    const row = rows.find(
      ({ id, status, needsPerson, sendingAt }) =>
        !takenTags.has(id) &&
        (status === 'undelivered' || needsPerson !== undefined) &&
        // What a network held back may still arrive: nobody knows before.
        clock.now() - (sendingAt ?? 0) > MINUTE,
    );
    if (row === undefined) return;
    // Before it is answered: the text may leave while it still is.
    oracle.resent(row, await this.#deps.callOf(row.incidentId));
    await this.#done('resend', this.#commands.resend({ ...BY, id: row.id }));
  }

  async #done(name: string, command: Promise<CommandResult>, done: (confirmedAs: number) => void = () => {}): Promise<void> {
    const life = this.#deps.life();
    this.#deps.tell(name);
    const result = await command.catch(() => undefined);
    if (result === 'done' && !life.over) done(this.#deps.told.confirm());
  }

  /** Whether it was answered by a process that still was there. */
  async #whileItLives(work: Promise<unknown>): Promise<boolean> {
    const life = this.#deps.life();
    const done = work.then(
      () => !life.over,
      () => false,
    );
    return Promise.race([done, life.settled().then(() => done)]);
  }
}

const SAID: readonly (readonly [string, Wish['meaning']])[] = [
  ['STOP', 'stop'],
  ['Please stop texting me', 'stop'],
  ['ALTO', 'stop'],
  ['START', 'start'],
  ['START', 'start'],
  ['HELP', 'other'],
  ['ok thanks', 'other'],
  ['who is this?', 'unclear'],
];
