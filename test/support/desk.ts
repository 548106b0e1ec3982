import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decisionView } from '../../src/console/incidentView';
import { formatByName } from '../../src/feed/formats/formatByName';
import { readPhone } from '../../src/incident/phone';
import { HandTexts } from '../../src/intake/byHand';
import { outboxStore } from '../../src/intake/claims';
import { Commands } from '../../src/intake/commands';
import { Corrections } from '../../src/intake/corrections';
import { Duties } from '../../src/intake/duties';
import { type InboundOptions, receiveTexts } from '../../src/intake/inboundTexts';
import { Intake } from '../../src/intake/intake';
import { OptOutCommands } from '../../src/intake/optOutCommands';
import { withReplies } from '../../src/intake/repliesOutbox';
import type { Mode } from '../../src/intake/situation';
import { keepUnheard } from '../../src/intake/unheardFeeds';
import { silentLogger } from '../../src/logger';
import type { OutboxStore } from '../../src/outbox/outboxStore';
import type { Profile } from '../../src/profile';
import { ConsoleQueries } from '../../src/store/consoleQueries';
import { dataSeal } from '../../src/store/keys/dataSeal';
import { clearSeal, personalBy } from '../../src/store/personal';
import { openStore, type Store } from '../../src/store/store';
import { FakeClock } from './fakeClock';
import { memoryKeys } from './memoryKeys';
import { testProfile } from './testProfile';

/** 2025-06-03 16:00 in New York. */
export const AFTERNOON = Date.UTC(2025, 5, 3, 20, 0, 0);

/**
 * The appliance between its wires: real formats, intake, duties and store on a real file; the clock and both ends of the
 * wire are the test's.
 */
export class Desk {
  readonly clock: FakeClock;
  profile: Profile;
  store!: Store;
  intake!: Intake;
  duties!: Duties;
  commands!: Commands;
  outbox!: OutboxStore;
  inbound!: InboundOptions;
  optOut!: OptOutCommands;
  handTexts!: HandTexts;
  corrections!: Corrections;
  queries!: ConsoleQueries;
  readonly directory = mkdtempSync(join(tmpdir(), 'herald-desk-'));
  /** How the store is opened, where another way is wanted. */
  readonly #openStore: (directory: string, clock: FakeClock) => Promise<Store>;
  #line = 0;

  private constructor(
    profile: Profile,
    readonly mode: Mode,
    startAt: number,
    open: (directory: string, clock: FakeClock) => Promise<Store>,
  ) {
    this.#openStore = open;
    this.profile = profile;
    this.clock = new FakeClock(startAt);
  }

  static async open({
    profile = testProfile(),
    mode = 'live' as Mode,
    startAt = AFTERNOON,
    open = sealedInMemory,
  } = {}): Promise<Desk> {
    const desk = new Desk(profile, mode, startAt, open);
    await desk.start();
    return desk;
  }

  async start(): Promise<void> {
    this.store = await this.#openStore(this.directory, this.clock);
    const shared = { store: this.store, policy: () => this.profile, mode: this.mode, clock: this.clock, logger: silentLogger };
    const { layouts } = this.profile;
    const formats = new Map([
      ['cad', formatByName('newworld-xml')],
      ['eido', formatByName('eido-json')],
      ['units', formatByName('delimited', layouts.events)],
      ['calls', formatByName('delimited', withCallNumber(layouts.events))],
      ['rms', formatByName('delimited', layouts.cases)],
    ]);
    this.intake = new Intake({ ...shared, formats, onCommitted: () => {} });
    this.duties = new Duties({ ...shared, onCommitted: () => {} });
    this.commands = new Commands({ ...shared, onStopped: () => {}, onCommitted: () => {} });
    this.outbox = withReplies(outboxStore({ ...shared, onCommitted: () => {} }), shared);
    const profile = () => this.profile;
    this.inbound = {
      ...shared,
      replyTexts: () => this.profile.carrier.replies,
      get networkConfirms() {
        return profile().carrier.optOut === 'tollFree';
      },
      onCommitted: () => {},
    };
    this.optOut = new OptOutCommands(this.inbound);
    this.handTexts = new HandTexts({ ...shared, onCommitted: () => {} });
    this.corrections = new Corrections({ ...shared, onCommitted: () => {} });
    this.queries = new ConsoleQueries(this.store.db, this.store.personal);
  }

  async restart(): Promise<void> {
    await this.store.close();
    await this.start();
  }

  async close(): Promise<void> {
    await this.store.close();
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** These feeds are not heard from now on; none: all are. */
  async unheard(...feeds: readonly string[]): Promise<void> {
    const { store, mode, clock } = this;
    await keepUnheard({ store, policy: () => this.profile, mode, clock, onCommitted: () => {} }, feeds);
  }

  /** One frame, at the clock's present time. */
  async receive(feedId: string, text: string): Promise<void> {
    await this.intake.accept({ feedId, receivedAt: this.clock.now(), bytes: new TextEncoder().encode(text) });
  }

  /** A line of the event feed: `EVENT NUMBER key=value ...`, occurred `ago` ms before now. */
  async line(event: string, incident: string, values: Readonly<Record<string, string>> = {}, ago = 0): Promise<string> {
    const columns = (this.profile.layouts.events as { columns: string[] }).columns;
    const all: Record<string, string> = {
      occurredAt: new Date(this.clock.now() - ago).toISOString(),
      incidentNumber: incident,
      event,
      ...values,
    };
    const line = columns.map((column) => all[column] ?? '').join('|');
    await this.receive('units', line);
    return line;
  }

  /** A line of a feed that knows calls by their call number, and by the incident's once there is one. */
  async callLine(event: string, values: Readonly<Record<string, string>>, ago = 0): Promise<void> {
    const columns = [...(this.profile.layouts.events as { columns: string[] }).columns, 'callNumber'];
    const all: Record<string, string> = { occurredAt: new Date(this.clock.now() - ago).toISOString(), event, ...values };
    await this.receive('calls', columns.map((column) => all[column] ?? '').join('|'));
  }

  async rms(event: string, incident: string, values: Readonly<Record<string, string>> = {}, ago = 0): Promise<string> {
    const columns = (this.profile.layouts.cases as { columns: string[] }).columns;
    const all: Record<string, string> = {
      occurredAt: new Date(this.clock.now() - ago).toISOString(),
      incidentNumber: incident,
      event,
      ...values,
    };
    const line = columns.map((column) => all[column] ?? '').join(',');
    await this.receive('rms', line);
    return line;
  }

  /** Somebody texts the agency's number; without a text, only that they did is known. The carrier's id of it. */
  async reply(from: string, text?: string, { id, ago = 0 }: { id?: string; ago?: number } = {}): Promise<string> {
    this.#line += 1;
    const carrierMessageId = id ?? `inbound-${this.#line}`;
    const read = readPhone(from);
    if ('problem' in read) throw new Error(`Not a number: ${from}`);
    const receivedAt = this.clock.now() - ago;
    await receiveTexts(this.inbound, [{ carrierMessageId, from: read.phone, text, characters: text?.length, receivedAt }]);
    return carrierMessageId;
  }

  /** Lets time pass second by second where something may become due; duties run, nothing is sent. */
  async pass(ms: number): Promise<void> {
    const end = this.clock.now() + ms;
    for (;;) {
      await this.duties.runDue();
      const nextAt = await this.store.transaction((records) => records.nextDutyAt());
      if (nextAt === undefined || nextAt > end) break;
      this.clock.advance(Math.max(1, nextAt - this.clock.now()));
    }
    if (end > this.clock.now()) this.clock.advance(end - this.clock.now());
    await this.duties.runDue();
  }

  /** What the worker would do with a carrier that takes everything; the texts that went out. */
  async send(): Promise<string[]> {
    const texts: string[] = [];
    for (;;) {
      const claimed = await this.outbox.claimReady(10, 100);
      if (claimed.length === 0) return texts;
      for (const message of claimed) {
        this.#line += 1;
        texts.push(message.text);
        await this.outbox.apply(message.id, { type: 'carrier accepted', carrierMessageId: `carrier-${this.#line}` });
      }
    }
  }

  /** Lets time pass while a carrier that takes everything is there; the texts that went out. */
  async passSending(ms: number): Promise<string[]> {
    const texts = await this.send();
    const end = this.clock.now() + ms;
    while (this.clock.now() < end) {
      const nextAt = await this.store.transaction((records) => records.nextDutyAt());
      await this.pass(Math.max(1, Math.min(nextAt ?? end, end) - this.clock.now()));
      texts.push(...(await this.send()));
    }
    return texts;
  }

  async incident(number: string) {
    const found = await this.queries.incidentByNumber(number);
    if (found === undefined) throw new Error(`No incident ${number}`);
    return found.incident;
  }

  /** `stage outcome code`, in order. */
  async decisions(number: string): Promise<string[]> {
    const { id } = await this.incident(number);
    return (await this.queries.decisionsOf([id])).map(({ stage, outcome, code }) => `${stage} ${outcome} ${code}`);
  }

  /** Reasons as people read them. */
  async reasons(number: string): Promise<string[]> {
    const { id } = await this.incident(number);
    return (await this.queries.decisionsOf([id])).map((row) => decisionView(row).reason);
  }

  async messages(number: string) {
    const { id } = await this.incident(number);
    return this.queries.messagesOf([id]);
  }
}

function withCallNumber(events: Profile['layouts'][string] | undefined) {
  const layout = events as { columns: string[] };
  return { ...layout, columns: [...layout.columns, 'callNumber'] } as unknown as Profile['layouts'][string];
}

/** Sealed as ever, by keys that are on no disk. */
const sealedInMemory = (directory: string, _clock: FakeClock): Promise<Store> =>
  openStore(directory, personalBy(new Uint8Array(32), dataSeal(memoryKeys()), clearSeal));

/** Opens a desk for a test file's tests and closes it after each. */
export function deskPerTest(): { open: typeof Desk.open } {
  let opened: Desk[] = [];
  afterEach(async () => {
    for (const desk of opened) await desk.close();
    opened = [];
  });
  return {
    open: async (options) => {
      const desk = await Desk.open(options);
      opened.push(desk);
      return desk;
    },
  };
}
