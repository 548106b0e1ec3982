import type { OptOutConsole } from '../../src/console/optOutBackend';
import type { InboundView, NumberFactsView, SuppressionView } from '../../src/contract/optOut';

export interface FakeOptOut extends OptOutConsole {
  readonly data: { readonly inbound: InboundView[]; readonly suppressions: SuppressionView[] };
}

const MINUTE = 60_000;

/** Invented replies and suppressions, one of each kind; commands change them as the real ones do. */
export function fakeOptOut(now: number): FakeOptOut {
  const reply = (id: number, more: Partial<InboundView>): InboundView => ({
    id,
    receivedAt: now - id * MINUTE,
    number: `...01${10 + id}`,
    text: 'Thank you',
    characters: 9,
    meaning: 'nothing',
    suggested: null,
    needsPerson: false,
    holdsTexts: false,
    sentence: 'Needs nothing',
    incident: '25-104417',
    resolved: null,
    ...more,
  });
  const inbound = [
    reply(1, {
      text: 'wrong number, who is this',
      characters: 25,
      meaning: 'unclear',
      suggested: 'optOut',
      needsPerson: true,
      holdsTexts: true,
      sentence: 'Waits for a person to read it',
    }),
    reply(2, {
      text: null,
      characters: 4,
      meaning: 'unclear',
      needsPerson: true,
      holdsTexts: true,
      sentence: 'Replied; Herald cannot see what. Look it up with the carrier, or call',
    }),
    reply(3, {}),
  ];
  const suppressions: SuppressionView[] = [
    { id: 'a', number: '...0142', kind: 'optOut', source: 'asked by text', reason: 'by text', by: 'reply', at: now - 9 * MINUTE },
    {
      id: 'b',
      number: '...0143',
      kind: 'person',
      source: 'decided by a person',
      reason: 'shares a phone with the suspect',
      by: 'host',
      at: now - 10 * MINUTE,
    },
    {
      id: 'c',
      number: '...0199',
      kind: 'unreachable',
      source: 'told by the carrier',
      reason: 'This number cannot be texted (Bandwidth 4720)',
      by: 'unreachable',
      at: now - 11 * MINUTE,
    },
  ];
  const lifted: SuppressionView[] = [];
  const facts = (number: string): NumberFactsView => {
    const masked = `...${number.slice(-4)}`;
    const own = suppressions.filter((each) => each.number === masked);
    return {
      number: masked,
      valid: true,
      problem: null,
      line: { type: 'mobile', source: 'lookup', at: now - MINUTE },
      texted: own.length === 0,
      suppressions: own,
      waitsForPerson: false,
      textsLastDay: 1,
      lastTextAt: now - 5 * MINUTE,
    };
  };
  const lift = (number: string, kind: SuppressionView['kind']) => {
    const at = suppressions.findIndex((each) => each.number === `...${number.slice(-4)}` && each.kind === kind);
    if (at < 0) return 'notFound' as const;
    suppressions.splice(at, 1);
    return 'done' as const;
  };
  return {
    data: { inbound, suppressions },
    inbound: async ({ only }) => ({ items: inbound.filter((each) => only === 'all' || each.needsPerson), next: null }),
    async resolveInbound({ identity }, { id, meaning, reason }) {
      const at = inbound.findIndex((each) => each.id === id);
      const found = inbound[at];
      if (found === undefined) return 'notFound';
      if (!found.needsPerson) return { conflict: 'Nobody needs to see to that reply any more', state: 'byPerson' };
      const resolved = { by: identity, at: now, reason };
      const sentence = 'Settled by a person';
      inbound[at] = {
        ...found,
        meaning: meaning === 'wrongPerson' ? 'nothing' : meaning,
        suggested: null,
        needsPerson: false,
        holdsTexts: false,
        sentence,
        resolved,
      };
      return 'done';
    },
    suppressions: async ({ kind }) => ({
      items: suppressions.filter((each) => kind === undefined || each.kind === kind),
      next: null,
    }),
    async recordOptOut({ identity }, { number, how, reason }) {
      const masked = `...${number.slice(-4)}`;
      if (suppressions.some((each) => each.number === masked && each.kind === 'optOut')) {
        return { conflict: 'That number has opted out already' };
      }
      suppressions.unshift({
        id: masked,
        number: masked,
        kind: 'optOut',
        source: `asked by ${how}`,
        reason,
        by: identity,
        at: now,
      });
      return 'done';
    },
    resubscribe: async (_caller, { number }) => lift(number, 'optOut'),
    liftUnreachable: async (_caller, { number }) => lift(number, 'unreachable'),
    liftPerson: async (_caller, { number }) => lift(number, 'person'),
    async lift(_caller, { id }) {
      const at = suppressions.findIndex((each) => each.id === id);
      lifted.push(...(at < 0 ? [] : suppressions.splice(at, 1)));
      return at < 0 ? 'notFound' : 'done';
    },
    async putBack(_caller, { id }) {
      const entry = lifted.find((each) => each.id === id);
      if (entry === undefined) return 'notFound';
      suppressions.unshift(entry);
      return 'done';
    },
    checkNumber: async ({ number }) => facts(number),
  };
}
