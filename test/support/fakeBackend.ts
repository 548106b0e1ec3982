import type { Caller, ChangeNotice, CommandOutcome, ConsoleBackend, IncidentDetail, Page, Paging } from '../../src/console/backend';
import { type ChangePublisher, changePublisher } from '../../src/console/changeSource';
import { checkTemplate } from '../../src/console/templateCheck';
import type { AuditEntryView, FrameView, MessageView, StatusView } from '../../src/contract/views';
import { fakeAlarmMarks, fakeBoard } from './fakeBoard';
import { fakeIncidents } from './fakeIncidents';
import { type FakeOptOut, fakeOptOut } from './fakeOptOut';
import { fakeOrderedTexts } from './fakeOrderedTexts';
import { fakeMeasures, fakePolicies, fakeRehearsals } from './fakePolicy';
import { fakeAgency, fakeAudit, fakeFrames, fakeStatus } from './fakeStatus';
import { fakeStore } from './fakeStore';
import { type FakeTap, fakeTap } from './fakeTap';
import { fakeTemplates } from './fakeTemplates';
import { fakeWhy } from './fakeWhy';
import { testProfile } from './testProfile';

export interface FakeBackend extends ConsoleBackend {
  readonly changes: ChangePublisher;
  readonly data: {
    readonly incidents: IncidentDetail[];
    readonly frames: FrameView[];
    readonly audit: AuditEntryView[];
    readonly status: StatusView;
  };
  readonly taps: FakeTap;
  readonly optOut: FakeOptOut;
  /** Every command asked for, oldest first. */
  readonly commands: { readonly name: string; readonly caller: Caller; readonly input: unknown }[];
  /** The next call of this method throws `error` instead. */
  failNext(method: keyof ConsoleBackend, error: unknown): void;
  /** One step of an invented evening: a new incident or a text that got further, published as a change. */
  step(): void;
}

const LEFT: readonly string[] = ['sending', 'unconfirmed', 'accepted', 'delivered', 'undelivered', 'expired', 'cancelled'];

/** A backend made of invented data, held in memory; commands change it, check states as the real one does and publish. */
export function fakeBackend(options: { readonly now?: () => number } = {}): FakeBackend {
  const now = options.now ?? Date.now;
  const changes = changePublisher();
  const data = { incidents: fakeIncidents(now()), frames: fakeFrames(now()), audit: fakeAudit(now()), status: fakeStatus(now()) };
  const optOut = fakeOptOut(now());
  const taps = fakeTap(data.status.feeds, now());
  const commands: FakeBackend['commands'] = [];
  const failures = new Map<keyof ConsoleBackend, unknown>();

  const messages = () => data.incidents.flatMap((detail) => detail.messages).sort((a, b) => b.createdAt - a.createdAt);
  const detailOf = (id: number) => data.incidents.find((detail) => detail.incident.id === id);

  function check(method: keyof ConsoleBackend): void {
    if (!failures.has(method)) return;
    const error = failures.get(method);
    failures.delete(method);
    throw error;
  }

  async function command(
    name: keyof ConsoleBackend,
    caller: Caller,
    input: object,
    run: () => CommandOutcome,
  ): Promise<CommandOutcome> {
    check(name);
    commands.push({ name, caller, input });
    const outcome = run();
    const id = (data.audit[0]?.id ?? 0) + 1;
    const { reason } = input as { reason?: string };
    const subject = 'id' in input ? `${name === 'replayFrame' ? 'frame' : 'item'} ${input.id}` : 'sending';
    data.audit.unshift({
      id,
      at: now(),
      identity: caller.identity,
      action: name,
      subject,
      outcome: outcome === 'done' ? 'success' : 'failure',
      detail: reason === undefined ? {} : { reason },
      incident: null,
    });
    tell(['status', 'incidents', 'outbox', 'frames', 'audit']);
    return outcome;
  }

  const tell = (topics: ChangeNotice['topics'], incidentIds: number[] = []) => changes.publish({ topics, incidentIds });

  function change(
    id: string,
    allowed: readonly MessageView['state'][],
    what: Partial<MessageView>,
    tooLate: string,
  ): CommandOutcome {
    const message = messages().find((each) => each.id === id);
    if (!message) return 'notFound';
    if (!allowed.includes(message.state)) return { conflict: tooLate, state: message.state };
    Object.assign(message, what);
    const detail = detailOf(message.incidentId);
    if (detail && what.reason) detail.incident.sentence = what.reason;
    return 'done';
  }

  return {
    board: fakeBoard(() => data.incidents),
    alarms: fakeAlarmMarks(
      () => data.status.alarms,
      now,
      () => tell(['status', 'audit']),
    ),
    policies: fakePolicies(now),
    rehearsals: fakeRehearsals(now),
    measures: fakeMeasures(),
    store: fakeStore(now),
    changes,
    data,
    taps,
    commands,
    orderedTexts: fakeOrderedTexts(data.incidents, (name, caller, input) => void commands.push({ name, caller, input })),
    whyIncident: fakeWhy(data.incidents, now),
    optOut,
    checkTemplate: (draft) => checkTemplate(draft, testProfile()),
    templates: fakeTemplates(now, (name, caller, input) => void commands.push({ name, caller, input })),
    failNext: (method, error) => void failures.set(method, error),
    step: () => {
      step(data, now(), tell);
      taps.add('cad', now());
      taps.add('units', now());
      tell(['frames']);
    },
    async status() {
      check('status');
      const outbox = { ...data.status.outbox };
      for (const message of messages()) outbox[message.state] += 1;
      const heldUntilATime = messages().filter(({ state, notBefore }) => state === 'held' && notBefore !== null).length;
      return { ...data.status, now: now(), outbox, heldUntilATime };
    },
    async agency() {
      check('agency');
      return fakeAgency;
    },
    async incidents(query) {
      check('incidents');
      const wanted = query.find?.toLowerCase() ?? '';
      const rows = data.incidents
        .map((detail) => detail.incident)
        .filter((row) => query.status === 'all' || row.status === 'open')
        .filter((row) => `${row.number} ${row.callNumber} ${row.callType} ${row.callTypeLabel}`.toLowerCase().includes(wanted));
      return page(rows, query, (row) => String(row.id));
    },
    async incident(number) {
      check('incident');
      return data.incidents.find(({ incident }) =>
        [incident.incidentNumber, incident.callNumber, incident.callId, ...incident.reportNumbers].includes(number),
      );
    },
    async incidentById(id) {
      check('incidentById');
      return detailOf(id);
    },
    async outbox(query) {
      check('outbox');
      const leaves = ({ state, notBefore }: MessageView) =>
        state === 'ready' || (state === 'held' && notBefore !== null) ? 'byItself' : state === 'held' ? 'byPerson' : undefined;
      const rows = messages()
        .filter((row) => query.state === undefined || row.state === query.state)
        .filter((row) => query.leaves === undefined || leaves(row) === query.leaves);
      return page(rows, query, (row) => row.id);
    },
    async frames(query) {
      check('frames');
      const rows = data.frames
        .filter((row) => query.state === undefined || row.state === query.state)
        .filter((row) => query.feed === undefined || row.feed === query.feed);
      return page(rows, query, (row) => String(row.id));
    },
    async feedTap(query) {
      check('feedTap');
      return taps.tap.tap(query);
    },
    async feedLayout(id) {
      check('feedLayout');
      return taps.tap.layout(id);
    },
    async tryLayout(query) {
      check('tryLayout');
      return taps.tap.tryLayout(query);
    },
    async audit(query) {
      check('audit');
      const { identity, action } = query;
      const rows = data.audit.filter((row) => row.identity === (identity ?? row.identity) && row.action === (action ?? row.action));
      return page(rows, query, (row) => String(row.id));
    },
    async auditNames() {
      check('auditNames');
      const all = (key: 'identity' | 'action') => [...new Set(data.audit.map((row) => row[key]))].sort();
      return { identities: all('identity'), actions: all('action') };
    },
    stopAll: (caller, input) =>
      command('stopAll', caller, input, () => {
        if (data.status.stopped) return { conflict: 'Sending is stopped already', state: 'stopped' };
        data.status.stopped = { by: caller.identity, reason: input.reason, at: now() };
        Object.assign(data.status.carrier, { state: 'stopped', reason: 'Stopped by a person', since: now() });
        return 'done';
      }),
    resume: (caller, input) =>
      command('resume', caller, input, () => {
        if (!data.status.stopped) return { conflict: 'Sending is not stopped', state: 'running' };
        data.status.stopped = null;
        Object.assign(data.status.carrier, { state: 'ready', reason: null, since: now() });
        return 'done';
      }),
    suppressNumber: (caller, input) =>
      command('suppressNumber', caller, input, () => setSuppressed(data.incidents, input.number, input.reason)),
    liftSuppression: (caller, input) =>
      command('liftSuppression', caller, input, () => setSuppressed(data.incidents, input.number, null)),
    suppressIncident: (caller, input) =>
      command('suppressIncident', caller, input, () => {
        const detail = detailOf(input.id);
        if (!detail) return 'notFound';
        const suppressed = { by: caller.identity, reason: input.reason, at: now() };
        Object.assign(detail.incident, {
          suppressed,
          texting: 'withheld',
          sentence: `Not texted: suppressed by ${caller.identity}`,
        });
        return 'done';
      }),
    unsuppressIncident: (caller, input) =>
      command('unsuppressIncident', caller, input, () => {
        const detail = detailOf(input.id);
        if (!detail) return 'notFound';
        if (!detail.incident.suppressed) return { conflict: 'Nobody suppressed it', state: 'open' };
        Object.assign(detail.incident, { suppressed: null, texting: 'none', sentence: 'Nothing to tell yet' });
        return 'done';
      }),
    liftExclusion: (caller, input) =>
      command('liftExclusion', caller, input, () => {
        const detail = detailOf(input.id);
        if (!detail) return 'notFound';
        if (!detail.incident.excluded && !detail.incident.suppressed) return { conflict: 'It is not excluded', state: 'open' };
        Object.assign(detail.incident, { excluded: null, suppressed: null, texting: 'none', sentence: 'Nothing to tell yet' });
        return 'done';
      }),
    hold: (caller, input) =>
      command('hold', caller, input, () =>
        change(
          input.id,
          ['ready', 'held'],
          { state: 'held', reason: 'Held by a person', code: 'heldByPerson' },
          'It has left already',
        ),
      ),
    unhold: (caller, input) =>
      command('unhold', caller, input, () =>
        change(input.id, ['held'], { state: 'ready', reason: 'It is due and true', code: 'due' }, 'No person holds it'),
      ),
    release: (caller, input) =>
      command('release', caller, input, () =>
        change(input.id, ['held'], { state: 'ready', reason: 'Released by a person', code: 'released' }, 'It is not held'),
      ),
    cancelMessage: (caller, input) =>
      command('cancelMessage', caller, input, () =>
        change(
          input.id,
          ['ready', 'held'],
          { state: 'cancelled', reason: 'Cancelled by a person', code: 'cancelledByPerson', endedAt: now() },
          'It has left already',
        ),
      ),
    resend: (caller, input) =>
      command('resend', caller, input, () =>
        change(
          input.id,
          ['unconfirmed', 'undelivered'],
          { reason: 'Sent again by a person', code: 'replacedByResend' },
          'It went out',
        ),
      ),
    settle: (caller, input) =>
      command('settle', caller, input, () => {
        const settled = { reason: 'Settled by a person', code: 'settledByPerson', needsPerson: null, candidates: [] };
        const state = input.outcome === 'accepted' ? 'accepted' : 'undelivered';
        return change(input.id, ['unconfirmed'], { ...settled, state }, 'It is settled already');
      }),
    replayFrame: (caller, input) =>
      command('replayFrame', caller, input, () => {
        const frame = data.frames.find((each) => each.id === input.id);
        if (!frame) return 'notFound';
        if (frame.state !== 'rejected') return { conflict: 'It was read without trouble', state: frame.state };
        Object.assign(frame, { state: 'done', code: null, reason: null, field: null, byte: null });
        return 'done';
      }),
    setup: {
      state: async () => ({
        ...{ source: 'file', canChange: false, whyNot: 'The profile is a file', mode: 'live' },
        ...{ hash: null, keptAt: null, keptBy: null, live: null },
      }),
      profile: async () => ({ text: '{}', hash: null }),
      starter: async () => ({ text: '{}', callTypes: [] }),
      check: async () => [],
      compare: async () => ({ problems: [], changes: [] }),
      layouts: async () => [],
      serialPorts: async () => [],
      tryFeed: async () => [],
      trial: async () => undefined,
      stopTrying: async () => undefined,
      keep: async () => ({ conflict: 'The profile is a file' }),
      goLive: async () => ({ conflict: 'The profile is a file' }),
      watchOnly: async () => ({ conflict: 'The profile is a file' }),
    },
    carrierSettings: {
      get: async () => ({
        source: 'none',
        canSet: true,
        whyNotSet: null,
        settings: null,
        missing: ['BANDWIDTH_ACCOUNT_ID', 'BANDWIDTH_APPLICATION_ID', 'BANDWIDTH_FROM'],
        receiver: null,
      }),
      set: async (caller, input) => {
        commands.push({ name: 'carrierSettings.set', caller, input });
        return 'done';
      },
      testSend: async (caller, input) => {
        commands.push({ name: 'carrierSettings.testSend', caller, input });
        return { outcome: 'accepted', detail: 'The carrier took it. Look at the phone.', carrierMessageId: '1700000000000abc' };
      },
      testReceipt: async () => undefined,
    },
    startTraining: (caller) =>
      command('startTraining', caller, {}, () => ({ conflict: 'This appliance is configured', state: 'training' })),
  };
}

function page<T>(rows: readonly T[], query: Paging, key: (row: T) => string): Page<T> {
  const from = query.next === undefined ? 0 : rows.findIndex((row) => key(row) === query.next) + 1;
  const items = rows.slice(from, from + query.limit);
  const last = items.at(-1);
  return { items, next: last !== undefined && from + query.limit < rows.length ? key(last) : null };
}

function setSuppressed(incidents: readonly IncidentDetail[], number: string, reason: string | null): CommandOutcome {
  const digits = number.replace(/\D/g, '').slice(-10);
  const contacts = incidents.flatMap((detail) => detail.incident.contacts).filter((contact) => contact.phone?.endsWith(digits));
  for (const contact of contacts) contact.suppressed = reason;
  return reason === null && contacts.length === 0 ? 'notFound' : 'done';
}

function step(data: FakeBackend['data'], now: number, tell: (topics: ChangeNotice['topics'], ids: number[]) => void): void {
  const moving = data.incidents.find(({ messages }) => messages.some(({ state }) => !LEFT.includes(state) || state === 'sending'));
  const message = moving?.messages.find(({ state }) => !LEFT.includes(state) || state === 'sending');
  if (moving && message && now % 3 !== 0) {
    const next = { held: 'ready', ready: 'sending', sending: 'accepted' } as const;
    message.state = next[message.state as keyof typeof next] ?? message.state;
    moving.incident.updatedAt = now;
    tell(['status', 'outbox', 'incidents'], [moving.incident.id]);
    return;
  }
  // A waiting call of the first telling, with a number nobody has yet.
  const id = Math.max(...data.incidents.map((detail) => detail.incident.id)) + 1;
  const like = data.incidents.find((detail) => detail.incident.texting === 'none') ?? data.incidents[0];
  if (!like) return;
  const fresh = structuredClone(like);
  const number = `26-0${4100 + id}`;
  Object.assign(fresh.incident, {
    id,
    number,
    incidentNumber: number,
    callNumber: `C${70_210 + id}`,
    createdAt: now,
    updatedAt: now,
  });
  data.incidents.unshift({
    ...fresh,
    events: fresh.events.map((event) => ({ ...event, occurredAt: now, receivedAt: now })),
    messages: [],
  });
  tell(['status', 'incidents'], [id]);
}
