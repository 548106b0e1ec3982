import type { Layout } from '../../src/feed/formats/layout';
import { playEvening } from '../../src/training/eveningPlayer';
import type { TrainingFrame } from '../../src/training/playedIncident';
import { Desk } from '../support/desk';
import { shippedEvening, trainingProfile } from './support/trainingFiles';

const evening = shippedEvening();

/** What each incident of the script must come to: its texts in order, and what it shows a trainee besides. */
const OUTCOMES: Readonly<Record<string, { texts: string[]; not?: string }>> = {
  'home-burglary': { texts: ['dispatched', 'completed', 'caseAssigned', 'caseUpdated', 'caseUpdated', 'caseClosed'] },
  domestic: { texts: [], not: 'excluded' },
  'late-call': { texts: ['delayed waiting', 'delayed waiting', 'dispatched'], not: 'noReport' },
  'no-phone': { texts: [], not: 'phoneMissing' },
  'stolen-car-spanish': { texts: ['dispatched es', 'completed es', 'caseAssigned es', 'caseUpdated es', 'caseClosed es'] },
  'burglary-in-progress': { texts: [], not: 'excluded' },
  'blank-type': { texts: ['dispatched'], not: 'callTypeBlank' },
  'unknown-type': { texts: [], not: 'callTypeUnknown' },
  'close-by': { texts: [], not: 'overtakenByArrival' },
  'danger-at-home': { texts: [], not: 'excluded' },
  diverted: { texts: ['dispatched', 'delayed diverted', 'completed', 'caseAssigned', 'caseClosed'], not: 'alreadyTexted' },
  'serious-crash': { texts: [], not: 'excluded' },
  'handset-without-service': { texts: [], not: 'phoneEmergency' },
  retyped: { texts: ['dispatched'], not: 'excluded' },
  cancelled: { texts: [], not: 'cancelledIncident' },
  'fire-alarm': { texts: [], not: 'otherAgency' },
  'shared-call': { texts: ['dispatched'], not: 'noReport' },
  'no-area-code': { texts: ['dispatched', 'completed'], not: 'phoneIncomplete' },
  'neighbor-calls': { texts: ['dispatched', 'completed', 'caseAssigned', 'caseClosed'] },
  'told-three-times': { texts: ['dispatched', 'completed', 'caseAssigned'] },
  'lost-bytes': { texts: ['dispatched'] },
  reopened: { texts: ['dispatched', 'completed'], not: 'alreadyTexted' },
  confidential: { texts: [], not: 'excluded' },
  'holding-a-subject': { texts: ['completed'], not: 'stageNotForCallType' },
  'danger-at-home-spanish': { texts: [], not: 'excluded' },
  'officer-not-on-roster': { texts: ['dispatched'], not: 'emptyField' },
  switchboard: { texts: [], not: 'phoneExtension' },
  'late-call-spanish': { texts: ['delayed waiting es', 'dispatched es', 'completed es'] },
  'taken-off': { texts: ['dispatched', 'delayed diverted'] },
  'shots-heard': { texts: [], not: 'excluded' },
  'unit-withdrawn': { texts: ['dispatched', 'delayed waiting'] },
  'unfounded-case': { texts: ['dispatched', 'completed', 'caseAssigned', 'caseClosed'] },
  'missing-child': { texts: [], not: 'excluded' },
  'untold-status': { texts: ['dispatched', 'completed', 'caseAssigned'], not: 'caseStatusUntold' },
  'priority-raised': { texts: ['dispatched'], not: 'excluded' },
  'welfare-check': { texts: [], not: 'excluded' },
  parking: { texts: ['dispatched'] },
  'car-break-in': { texts: ['dispatched', 'completed', 'caseAssigned', 'caseClosed'] },
  'abandoned-vehicle-spanish': { texts: ['dispatched es'] },
  'lost-property': { texts: ['dispatched', 'completed'] },
  'last-late-call': { texts: ['delayed waiting', 'dispatched'] },
};

const timesOfMoments = [...new Set(evening.incidents.flatMap(({ at, steps }) => [at, ...steps.map((step) => at + step.at)]))];
timesOfMoments.sort((a, b) => a - b);

/** Plays one evening after the other to a desk whose carrier takes everything. Gives the incident number of each key. */
async function playTo(desk: Desk, evenings: number): Promise<Map<string, string>[]> {
  const received: { frame: TrainingFrame; key: string }[] = [];
  const startedAt = desk.clock.now();
  const end = playEvening({
    evening,
    clock: desk.clock,
    timeZone: desk.profile.agency.timeZone,
    send: (frame, key) => received.push({ frame, key }),
  });
  const rounds: Map<string, string>[] = [];
  for (let round = 0; round < evenings; round += 1) {
    const numbers = new Map<string, string>();
    for (const seconds of [...timesOfMoments, evening.lengthSeconds - 0.1]) {
      const at = startedAt + Math.round((round * evening.lengthSeconds + seconds) * 1_000);
      await desk.passSending(at - desk.clock.now());
      for (const { frame, key } of received.splice(0)) {
        // By the vendor's id where there is one: another agency's number names no incident of ours.
        const number = /(?<=<CallId>)\d+|\b\d\d-\d{8}\b/.exec(Buffer.from(frame.bytes).toString())?.[0];
        if (number !== undefined && !numbers.has(key)) numbers.set(key, number);
        await desk.intake.accept({ feedId: frame.feed, receivedAt: desk.clock.now(), bytes: frame.bytes });
      }
    }
    rounds.push(numbers);
  }
  end();
  return rounds;
}

/** Texts that the carrier took, in order: stage, delay cause, language unless English. */
async function textsOf(desk: Desk, number: string): Promise<string[]> {
  const messages = (await desk.messages(number)).filter(({ acceptedAt }) => acceptedAt !== undefined);
  return messages.map(({ stage, cause, language }) => [stage, cause, language === 'en' ? '' : language].filter(Boolean).join(' '));
}

describe('two evenings, through formats, rules and store', () => {
  let desk: Desk;
  let rounds: Map<string, string>[];
  beforeAll(async () => {
    const { layouts, ...profile } = trainingProfile();
    const known = { events: layouts['pipe-events'] as Layout, cases: layouts['rms-cases'] as Layout };
    desk = await Desk.open({ profile: { ...profile, layouts: known } });
    rounds = await playTo(desk, 2);
  }, 120_000);
  afterAll(() => desk.close());
  const numberOf = (key: string, round: number) => rounds[round]?.get(key) ?? 'never seen';

  describe.each([
    ['the first', 0],
    ['the second', 1],
  ])('%s', (_name, round) => {
    it.each(evening.incidents.map(({ key, tells }) => [key, tells]))('%s: %s', async (key) => {
      const wanted = OUTCOMES[key] ?? { texts: [] };
      const number = numberOf(key, round);
      expect(await textsOf(desk, number)).toEqual(wanted.texts);
      const codes = (await desk.decisions(number)).map((decision) => decision.split(' ')[2]);
      if (wanted.not !== undefined) expect(codes).toContain(wanted.not);
    });
  });

  it('every incident has a number of its own, and ends', async () => {
    const numbers = rounds.flatMap((round) => [...round.values()]);
    expect(new Set(numbers).size).toBe(2 * evening.incidents.length);
    for (const number of numbers) {
      const { closedAt, cancelledAt } = await desk.incident(number);
      expect(closedAt ?? cancelledAt).toEqual(expect.any(Number));
    }
  });

  it('the neighbor hears of the call, and the victim of the case', async () => {
    const messages = await desk.messages(numberOf('neighbor-calls', 0));
    const phones = Object.fromEntries(messages.map(({ stage, phone }) => [stage, phone]));
    expect(phones.completed).toBe(phones.dispatched);
    expect(phones.caseClosed).toBe(phones.caseAssigned);
    expect(phones.caseAssigned).not.toBe(phones.dispatched);
  });

  it('the damaged line of each evening is rejected, and nothing else', async () => {
    const { items } = await desk.queries.frames({ state: 'rejected', limit: 10, next: undefined });
    expect(items.map(({ feedId }) => feedId)).toEqual(['units', 'units']);
  });
});
