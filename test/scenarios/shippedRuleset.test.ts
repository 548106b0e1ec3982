import { SegmentedMessage } from 'sms-segments-calculator';
import { matches, matchesAny } from '../../src/rules/match';
import { STAGES } from '../../src/rules/ruleset';
import { renderTemplate, type TemplateFields } from '../../src/rules/template';
import { shippedProfile } from './support/shippedProfile';

const { ruleset, templates } = shippedProfile();

/** As long as real ones get. */
const LONGEST: TemplateFields = {
  agency: 'Hillsborough County SO',
  agencyPhone: '813-555-0100',
  incident: '2025-00123456',
  report: '2025-00123456',
  officer: 'Officer A. Montgomery-Ruiz',
  officerPhone: '813-555-0142',
  detective: 'Det. A. Montgomery-Ruiz',
  detectivePhone: '813-555-0177',
};

/** The longest words of the case statuses that a template of this stage is used for. */
function longestStatus(stage: string, language: string): string {
  const words = ruleset.caseStatuses.filter((status) => status.stage === stage).map(({ say }) => say?.[language] ?? say?.en ?? '');
  return words.reduce((longest, word) => (word.length > longest.length ? word : longest), '');
}

describe('the shipped templates', () => {
  it.each(templates.map((template) => [template.stage, template.cause ?? '', template.language, template.text] as const))(
    '%s %s %s: one segment with the longest real values, with the agency first, 911 and STOP',
    (stage, _cause, language, text) => {
      const rendered = renderTemplate(text, { ...LONGEST, caseStatus: longestStatus(stage, language) });
      if ('emptyField' in rendered) throw new Error(`Nothing fills ${rendered.emptyField}`);
      const message = new SegmentedMessage(rendered.text, 'auto');
      expect([message.encodingName, message.segmentsCount]).toEqual(['GSM-7', 1]);
      expect(rendered.text).toMatch(/^Hillsborough County SO: /);
      expect(rendered.text).toMatch(/(Emergency\? Call 911\.|Emergencia: (llame al )?911\.).*STOP/);
      expect(rendered.text).not.toMatch(/https?:|www\.|!|[^\x20-\x7e]/);
    },
  );

  it('there is one for each stage, cause and language', () => {
    const wanted = STAGES.flatMap((stage) => (stage === 'delayed' ? ['delayed waiting', 'delayed diverted'] : [stage]));
    for (const language of ['en', 'es']) {
      const told = templates
        .filter((template) => template.language === language)
        .map(({ stage, cause }) => (cause === undefined ? stage : `${stage} ${cause}`));
      expect(told.sort()).toEqual([...wanted].sort());
    }
  });

  it('only the diversion speaks of a higher-priority call', () => {
    const speaking = templates.filter(({ text }) => /priority|prioridad/.test(text));
    expect([...new Set(speaking.map(({ cause }) => cause))]).toEqual(['diverted']);
  });
});

/** What the shipped rules make of a code: the type it is, `excluded`, or nothing known. */
function made(code: string): string {
  const excluded = ruleset.exclusions.some(
    ({ when }) => Object.keys(when).join() === 'callType' && matchesAny(when.callType ?? [], code),
  );
  if (excluded) return 'excluded';
  return ruleset.callTypes.find((type) => matches(type.code, code))?.label ?? 'unknown';
}

describe('call type codes as CAD systems write them', () => {
  it('all sixteen of Tampa’s types are there', () => {
    expect([...new Set(ruleset.callTypes.map(({ label }) => label))].sort()).toEqual([
      'Abandoned vehicle',
      'Animal nuisance',
      'Auto burglary',
      'Burglary, business',
      'Burglary, residence',
      'Criminal mischief',
      'Disabled vehicle',
      'Forgery',
      'Grand theft',
      'Holding a subject for police',
      'Lost or stolen property',
      'Parking',
      'Petit theft',
      'Stolen vehicle',
      'Street obstruction',
      'Wires or poles down',
    ]);
  });

  it.each([
    ['BURGLARY-AUTO', 'Auto burglary'],
    ['burg/veh', 'Auto burglary'],
    ['THEFT FROM VEHICLE', 'Auto burglary'],
    ['BURGLARY - BUSINESS', 'Burglary, business'],
    ['BURG RES', 'Burglary, residence'],
    ['RESIDENTIAL BURGLARY', 'Burglary, residence'],
    ['GRAND THEFT', 'Grand theft'],
    ['GRAND THEFT AUTO', 'Stolen vehicle'],
    ['STOLEN VEHICLE', 'Stolen vehicle'],
    ['PETTY THEFT', 'Petit theft'],
    ['Forgery', 'Forgery'],
    ['LOST/STOLEN PROPERTY', 'Lost or stolen property'],
    ['CRIMINAL MISCHIEF', 'Criminal mischief'],
    ['ABANDONED VEH', 'Abandoned vehicle'],
    ['DISABLED MOTORIST', 'Disabled vehicle'],
    ['ROADWAY OBSTRUCTION', 'Street obstruction'],
    ['ILLEGAL PARKING', 'Parking'],
    ['BARKING DOG', 'Animal nuisance'],
    ['POWER LINES DOWN', 'Wires or poles down'],
    ['HOLDING SUBJECT FOR PD', 'Holding a subject for police'],
  ])('%s is %s', (code, type) => {
    expect(made(code)).toBe(type);
  });

  it.each([
    ['BURG-RES-INPROG', 'excluded'],
    ['BURGLARY RESIDENCE (IP)', 'excluded'],
    ['BURGRESIP', 'excluded'],
    ['BURGLARY ARREST', 'excluded'],
    ['BURG BUS ALARM', 'excluded'],
    ['THEFT-GRAND-DV', 'excluded'],
    ['FORGERY ELDERLY ABUSE', 'excluded'],
    ['HOLDUP SUBJECT ON SCENE', 'excluded'],
    ['ANIMAL ATTACK', 'excluded'],
    ['ANIMAL CRUELTY', 'excluded'],
    ['ABANDONED 911', 'excluded'],
    ['STOLEN VEHICLE PURSUIT', 'excluded'],
    ['LOST CHILD', 'excluded'],
    ['MISSING PERSON', 'excluded'],
    ['THEFT', 'unknown'],
    ['BURGLARY', 'unknown'],
    ['WIRE FRAUD', 'unknown'],
    ['WIRELESS CALL', 'unknown'],
    ['PARK CHECK', 'unknown'],
    ['STRAY BULLET', 'unknown'],
    ['VEHICLE STOP', 'unknown'],
    ['21', 'unknown'],
    ['*', 'unknown'],
  ])('%s is no type that is texted: %s', (code, made_) => {
    expect(made(code)).toBe(made_);
  });

  it('no live text while a subject is held, no officer’s name and no case to a passer-by', () => {
    for (const { label, stages, callerIsVictim } of ruleset.callTypes) {
      if (label === 'Holding a subject for police') expect(stages).toEqual(['completed']);
      const passerBy = /vehicle$|obstruction|Parking|Animal|Wires/.test(label ?? '') && label !== 'Stolen vehicle';
      if (passerBy)
        expect([label, callerIsVictim, stages]).toEqual([label, false, ['received', 'dispatched', 'delayed', 'arrived']]);
    }
  });
});
