import { carrierFailure } from '../../../src/bandwidth/errorCodes';
import type { LineType } from '../../../src/incident/callerInfo';
import type { CommandResult } from '../../../src/intake/commands';
import type { ToldMeaning } from '../../../src/intake/optOutCommands';
import type { CarrierFailureClass } from '../../../src/outbox/smsCarrier';
import { landlineRecord, towerRecord } from './aliLink';
import { byHand, lookAt, meant, sendCorrection } from './orderedTexts';
import type { ScenarioRun } from './scenarioRun';

export type Words = Readonly<Record<string, string | undefined>>;

/** A sentence that scenarios may use, and what it does. */
export interface Sentence {
  readonly says: RegExp;
  readonly does: (run: ScenarioRun, words: Words, value: unknown) => Promise<void> | void;
}

const NUMBER = '(?<number>[\\w-]+)';
const DIGITS = '[+(\\d][\\d().x-]*';
const PHONE = `(?<phone>${DIGITS})`;
const STAGE = '(?<stage>received|dispatched|waiting|diverted|arrived|completed|caseAssigned|caseUpdated|caseClosed|correction)';
/** `"of several words"`, or one word. */
const value = (name: string) => `(?:"(?<${name}Quoted>[^"]*)"|(?<${name}>[^\\s"]+))`;
/** When it happened, where that was before; or what a clock that runs ahead says. */
const LATE = '(?: \\((?:of|its clock says) (?<late>\\d\\d:\\d\\d(?::\\d\\d)?)\\))?';
/** The texts that were wrong: an incident's, or all that left since a time of day. */
const TEXTS = `(?:the ${STAGE} texts? of ${NUMBER}|all ${STAGE.replace('<stage>', '<everyStage>')} texts since (?<since>\\d\\d:\\d\\d))`;
const BECAUSE = ' because (?<reason>.+?)(?<refused>, in vain)?';

const sentence = (source: string, does: Sentence['does']): Sentence => ({ says: new RegExp(`^${source}$`, 's'), does });
const word = (words: Words, name: string) => words[`${name}Quoted`] ?? words[name];
const must = (words: Words, name: string): string => word(words, name) ?? '';

const UNIT_EVENTS: Readonly<Record<string, string>> = {
  'assigned to': 'ASG',
  'dispatched to': 'DISP',
  'en route to': 'ENR',
  'arrives at': 'ARR',
  'taken off': 'UNASG',
  clears: 'CLR',
};

const MEANINGS: Readonly<Record<string, ToldMeaning>> = {
  'an opt-out': 'optOut',
  'a call for help': 'help',
  nothing: 'nothing',
  'the wrong person': 'wrongPerson',
};

const FAILURES: Readonly<Record<string, { class: CarrierFailureClass; say: string }>> = {
  'as opted out': { class: 'optedOut', say: 'the person has opted out' },
  'as a landline': { class: 'badDestination', say: 'the number cannot be texted' },
  'as refused': { class: 'rejected', say: 'rejected' },
  'as expired': { class: 'expired', say: 'expired' },
  'as not known': { class: 'unknownOutcome', say: 'no receipt' },
};

/** What a command came to must be what the scenario says of it. */
async function ordered(order: Promise<CommandResult>, words: Words): Promise<void> {
  const result = await order;
  const inVain = words.refused !== undefined;
  if ((result === 'done') === inVain) throw new Error(`The command came to ${JSON.stringify(result)}`);
}

const by = (words: Words) => ({ identity: 'supervisor', reason: words.reason ?? '' });

async function incidentId(run: ScenarioRun, words: Words): Promise<number> {
  return (await run.desk.incident(must(words, 'number'))).id;
}

async function messageId(run: ScenarioRun, words: Words): Promise<string> {
  return (await run.message(must(words, 'stage'), must(words, 'number'))).id;
}

/** All that can be said. The first that fits is meant. */
export const sentences: readonly Sentence[] = [
  // The event feed.
  sentence(
    `call ${NUMBER} (?:without a type|${value('type')})(?: priority ${value('priority')})?(?: from ${PHONE})?(?: speaking (?<language>\\w+))?` +
      `(?: victim (?<victim>${DIGITS}))?(?: flags ${value('flags')})?(?: saying "(?<saying>[^"]*)")?${LATE}`,
    (run, words) =>
      run.line(
        'NEW',
        must(words, 'number'),
        {
          callType: word(words, 'type'),
          priority: word(words, 'priority'),
          callerPhone: words.phone,
          callerLanguage: words.language,
          victimPhone: words.victim,
          flags: word(words, 'flags'),
          narrative: words.saying,
        },
        words.late,
      ),
  ),
  sentence(`${NUMBER} is now (?:without a type|${value('type')})${LATE}`, (run, words) =>
    run.line('TYPE', must(words, 'number'), { callType: word(words, 'type') }, words.late),
  ),
  sentence(`${NUMBER} has priority ${value('priority')}${LATE}`, (run, words) =>
    run.line('PRI', must(words, 'number'), { priority: word(words, 'priority') }, words.late),
  ),
  sentence(`${NUMBER} is flagged ${value('flags')}${LATE}`, (run, words) =>
    run.line('FLAG', must(words, 'number'), { flags: word(words, 'flags') }, words.late),
  ),
  sentence(`${NUMBER} note "(?<saying>[^"]*)"${LATE}`, (run, words) =>
    run.line('NOTE', must(words, 'number'), { narrative: words.saying }, words.late),
  ),
  sentence(`${NUMBER} caller is ${PHONE}(?: speaking (?<language>\\w+))?${LATE}`, (run, words) =>
    run.line('CALLER', must(words, 'number'), { callerPhone: words.phone, callerLanguage: words.language }, words.late),
  ),
  sentence(`${NUMBER} victim is ${PHONE}${LATE}`, (run, words) =>
    run.line('CALLER', must(words, 'number'), { victimPhone: words.phone }, words.late),
  ),
  sentence(
    `unit (?<unit>[\\w-]+)(?: with (?<officer>\\w+))? (?<event>${Object.keys(UNIT_EVENTS).join('|')}) ${NUMBER}${LATE}`,
    (run, words) =>
      run.line(
        UNIT_EVENTS[words.event ?? ''] ?? '',
        must(words, 'number'),
        { unit: words.unit, officerId: words.officer },
        words.late,
      ),
  ),
  sentence(`${NUMBER} has report (?<report>[\\w-]+)(?: by (?<officer>\\w+))?${LATE}`, (run, words) =>
    run.line('RPT', must(words, 'number'), { reportNumber: words.report, officerId: words.officer }, words.late),
  ),
  sentence(`${NUMBER} closes(?: as ${value('disposition')})?${LATE}`, (run, words) =>
    run.line('CLOSE', must(words, 'number'), { disposition: word(words, 'disposition') }, words.late),
  ),
  sentence(`${NUMBER} is cancelled${LATE}`, (run, words) => run.line('CANCEL', must(words, 'number'), {}, words.late)),
  sentence(`${NUMBER} reopens${LATE}`, (run, words) => run.line('REOPEN', must(words, 'number'), {}, words.late)),
  sentence('the last line comes again', (run) => run.again('last')),
  sentence('every line comes again', (run) => run.again('all')),
  sentence('a line of garbage comes', (run) => run.frame('units', '?|?|?')),

  // The records system.
  sentence(`case (?<report>[\\w-]+)(?: of ${NUMBER})? goes to (?<detective>\\w+)(?: for ${PHONE})?${LATE}`, (run, words) =>
    run.caseLine(
      'ASSIGNED',
      words.number ?? '',
      { reportNumber: words.report, officerId: words.detective, contactPhone: words.phone },
      words.late,
    ),
  ),
  sentence(`case (?<report>[\\w-]+)(?: of ${NUMBER})? is ${value('status')}(?: for ${PHONE})?${LATE}`, (run, words) =>
    run.caseLine(
      'STATUS',
      words.number ?? '',
      { reportNumber: words.report, caseStatus: word(words, 'status'), contactPhone: words.phone },
      words.late,
    ),
  ),

  // Feeds that send the whole call at each change; what is not written again stays.
  sentence('New World sends call (?<call>[\\w-]+)', (run, words, written) => run.snapshot('cad', words.call ?? '', written)),
  sentence('EIDO sends call (?<call>[\\w-]+)', (run, words, written) => run.snapshot('eido', words.call ?? '', written)),

  // The telephone company's word on who calls, and from what kind of line.
  sentence(`ALI says that ${PHONE} is a landline`, (run, words) => run.frame('ali', landlineRecord(words.phone ?? ''))),
  sentence(`ALI says that ${PHONE} is a tower(?: and (?<callback>[\\d-]+) the caller)?`, (run, words) =>
    run.frame('ali', towerRecord(words.phone ?? '', words.callback)),
  ),

  // Replies, and what is asked about numbers.
  sentence(`${PHONE} replies "(?<text>[^"]*)"${LATE}`, (run, words) => run.reply(words.phone ?? '', words.text ?? '', words.late)),
  sentence(`${PHONE} replies unseen`, (run, words) => run.reply(words.phone ?? '', undefined)),
  sentence('the last reply comes again', (run) => run.lastReplyAgain()),
  sentence('the last reply is told in words "(?<text>[^"]*)"', (run, words) => run.lastReplyInWords(words.text ?? '')),
  sentence(`the lookup says that ${PHONE} is (?:an? )?(?<line>landline|mobile|voip|unknown)(?: number)?`, (run, words) =>
    run.setLine(words.phone ?? '', words.line as LineType),
  ),

  // People.
  sentence(`somebody suppresses number ${PHONE}${BECAUSE}`, (run, words) =>
    ordered(run.desk.commands.suppressNumber({ ...by(words), number: words.phone ?? '' }), words),
  ),
  sentence(`a supervisor lifts the suppression of number ${PHONE}${BECAUSE}`, (run, words) =>
    ordered(run.desk.commands.liftSuppression({ ...by(words), number: words.phone ?? '' }), words),
  ),
  sentence(`somebody suppresses incident ${NUMBER}${BECAUSE}`, async (run, words) =>
    ordered(run.desk.commands.suppressIncident({ ...by(words), id: await incidentId(run, words) }), words),
  ),
  sentence(`a supervisor lets ${NUMBER} be texted about again${BECAUSE}`, async (run, words) =>
    ordered(run.desk.commands.unsuppressIncident({ ...by(words), id: await incidentId(run, words) }), words),
  ),
  sentence(`a supervisor lifts what excludes ${NUMBER}${BECAUSE}`, async (run, words) =>
    ordered(run.desk.commands.liftExclusion({ ...by(words), id: await incidentId(run, words) }), words),
  ),
  sentence(`somebody records that ${PHONE} opted out (?:by (?<by>phone|text)|at the (?<desk>desk))${BECAUSE}`, (run, words) => {
    const how = words.desk === undefined ? (words.by as 'phone' | 'text') : 'desk';
    return ordered(run.desk.optOut.record({ ...by(words), number: words.phone ?? '', how }), words);
  }),
  sentence(`somebody resubscribes number ${PHONE}${BECAUSE}`, (run, words) =>
    ordered(run.desk.optOut.resubscribe({ ...by(words), number: words.phone ?? '' }), words),
  ),
  sentence(`somebody marks number ${PHONE} as reachable${BECAUSE}`, (run, words) =>
    ordered(run.desk.optOut.liftUnreachable({ ...by(words), number: words.phone ?? '' }), words),
  ),
  sentence(
    `somebody takes the reply of ${PHONE} for (?<meaning>an opt-out|a call for help|nothing|the wrong person)${BECAUSE}`,
    async (run, words) => {
      const { id } = await run.inboundOf(words.phone ?? '');
      const meaning = MEANINGS[words.meaning ?? ''] ?? 'nothing';
      await ordered(run.desk.optOut.resolve({ ...by(words), id, meaning }), words);
    },
  ),
  sentence(`somebody stops all texts${BECAUSE}`, (run, words) => ordered(run.desk.commands.stopAll(by(words)), words)),
  sentence(`somebody resumes texts${BECAUSE}`, (run, words) => ordered(run.desk.commands.resume(by(words)), words)),
  sentence(
    `somebody (?<verb>holds|takes back the hold of|releases|cancels|sends again) the ${STAGE} text of ${NUMBER}${BECAUSE}`,
    async (run, words) => {
      const { commands } = run.desk;
      const order = { ...by(words), id: await messageId(run, words) };
      const verbs: Record<string, () => Promise<CommandResult>> = {
        holds: () => commands.hold(order),
        'takes back the hold of': () => commands.unhold(order),
        releases: () => commands.release(order),
        cancels: () => commands.cancelMessage(order),
        'sends again': () => commands.resend(order),
      };
      await ordered((verbs[words.verb ?? ''] as () => Promise<CommandResult>)(), words);
    },
  ),
  sentence(`somebody finds that the ${STAGE} text of ${NUMBER} was (?<not>not )?sent${BECAUSE}`, async (run, words) => {
    const id = await messageId(run, words);
    const settled =
      words.not === undefined
        ? ({ outcome: 'accepted', carrierMessageId: run.newCarrierId() } as const)
        : ({ outcome: 'notSent' } as const);
    await ordered(run.desk.commands.settle({ ...by(words), id, ...settled }), words);
  }),

  // Texts that people order. In vain, with the answer after the colon.
  sentence(`somebody sends the ${STAGE} text of ${NUMBER} by hand to ${PHONE}(?: in (?<language>[\\w-]+))?${BECAUSE}`, byHand),
  sentence(`a supervisor looks at a correction of ${TEXTS}`, async (run, words) => lookAt(run, await meant(run, words))),
  sentence(`the supervisor sends that correction${BECAUSE}`, sendCorrection),
  sentence(`a supervisor corrects ${TEXTS}${BECAUSE}`, async (run, words, answer) => {
    await lookAt(run, await meant(run, words));
    await sendCorrection(run, words, answer);
  }),

  // The carrier.
  sentence('the carrier goes away', (run) => run.setCarrier('away')),
  sentence('the carrier says that it is too busy', (run) => run.setCarrier('busy')),
  sentence('the carrier is there again', (run) => run.setCarrier('there')),
  sentence('the carrier takes texts and does not answer', (run) => run.setCarrier('silent')),
  sentence(`the carrier refuses texts to ${PHONE}`, (run, words) => run.refuse(words.phone ?? '')),
  sentence(`the carrier reports the ${STAGE} text of ${NUMBER} with error (?<code>\\d+)`, (run, words) =>
    run.receipt(must(words, 'stage'), must(words, 'number'), 'FAILED', carrierFailure(Number(words.code))),
  ),
  sentence(
    `the carrier reports the ${STAGE} text of ${NUMBER} (?<outcome>delivered|${Object.keys(FAILURES).join('|')})`,
    (run, words) =>
      words.outcome === 'delivered'
        ? run.receipt(must(words, 'stage'), must(words, 'number'), 'DELIVERED')
        : run.receipt(must(words, 'stage'), must(words, 'number'), 'FAILED', FAILURES[words.outcome ?? '']),
  ),
  sentence(`the carrier’s list shows the ${STAGE} text of ${NUMBER}`, async (run, words) => {
    const input = { type: 'carrier accepted', carrierMessageId: run.newCarrierId() } as const;
    await run.desk.outbox.apply(await messageId(run, words), input);
  }),

  sentence('CAD is not heard any more', (run) => run.desk.unheard('units')),
  sentence('CAD is heard again', (run) => run.desk.unheard()),

  // The console and its clock.
  sentence('the console restarts', (run) => run.restart()),
  sentence('the console is switched off', (run) => run.switchOff()),
  sentence('the console is switched on', (run) => run.switchOn()),
  sentence('the clock of the console jumps (?<minutes>\\d+) minutes ahead', (run, words) => run.jumpClock(Number(words.minutes))),
  sentence('time passes', () => {}),
];
