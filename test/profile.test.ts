import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SegmentedMessage } from 'sms-segments-calculator';
import { parseProfile, readProfile } from '../src/profile';
import { profileJsonSchema } from '../src/profileJsonSchema';
import { STAGES, type Template } from '../src/rules/ruleset';
import { renderTemplate } from '../src/rules/template';

const resources = path.resolve(__dirname, '../resources');
const profiles = path.join(resources, 'profiles');
const example = path.resolve(__dirname, '../../shared/profile-example.json');

// biome-ignore lint/suspicious/noExplicitAny: tests write the profile as JSON, wrong values included
const training = (): any => JSON.parse(readFileSync(path.join(profiles, 'training.json'), 'utf8'));

// biome-ignore lint/suspicious/noExplicitAny: as above
function messageFor(change: (profile: any) => void): string {
  const json = training();
  change(json);
  try {
    parseProfile(json, 'agency.json');
  } catch (error) {
    return (error as Error).message;
  }
  return 'accepted';
}

it.each(['training.json', 'unconfigured.json'])('the shipped profile %s is accepted', (name) => {
  expect(readProfile(path.join(profiles, name)).agency.name).not.toBe('');
});

(existsSync(example) ? it : it.skip)('../shared/profile-example.json is accepted as it stands', () => {
  const profile = readProfile(example);
  expect(profile.feeds.map(({ id }) => id)).toEqual(['cad', 'units', 'rms']);
  expect(profile.ruleset.stages.completed).toEqual({ enabled: true, hold: 120_000, expires: 43_200_000, quietHours: true });
});

it('the unconfigured profile texts nobody', () => {
  const profile = readProfile(path.join(profiles, 'unconfigured.json'));
  expect(profile).toMatchObject({ feeds: [], templates: [], roster: [], carrier: {} });
  expect(profile.carrier.optOut).toBeUndefined();
  expect(profile.ruleset.callTypes).toEqual([]);
  expect(profile.ruleset.exclusions.length).toBeGreaterThan(0);
});

describe('training profile', () => {
  const profile = readProfile(path.join(profiles, 'training.json'));

  it('listens on loopback only, on ports that are free', () => {
    for (const { url } of profile.feeds) expect(url).toMatch(/^tcp-listen:\/\/127\.0\.0\.1:0\?/);
  });

  it('has a text for every stage and delay cause in each language', () => {
    const wanted = STAGES.flatMap((stage) => (stage === 'delayed' ? ['delayed waiting', 'delayed diverted'] : [stage]));
    for (const language of profile.agency.languages) {
      const there = profile.templates.filter((template) => template.language === language);
      expect(there.map(({ stage, cause }) => (cause === undefined ? stage : `${stage} ${cause}`)).sort()).toEqual(
        [...wanted].sort(),
      );
    }
  });

  const longest = (texts: readonly string[]) => texts.reduce((long, text) => (text.length > long.length ? text : long), '');
  function longestText({ stage, language, text }: Template): string {
    const { agency, roster, ruleset } = profile;
    const name = longest(roster.map((entry) => entry.name));
    const phone = longest(roster.map((entry) => entry.phone));
    const said = ruleset.caseStatuses.filter((status) => status.stage === stage).map(({ say }) => say?.[language] ?? '');
    const rendered = renderTemplate(text, {
      agency: agency.name,
      agencyPhone: agency.phone,
      incident: '26-84712345',
      report: 'R26-84712345',
      officer: name,
      officerPhone: phone,
      detective: name,
      detectivePhone: phone,
      caseStatus: longest(said),
    });
    if ('emptyField' in rendered) throw new Error(`Nothing for ${rendered.emptyField}`);
    return rendered.text;
  }

  it.each(
    profile.templates.map((template) => [`${template.stage} ${template.cause ?? ''} ${template.language}`, template] as const),
  )('one segment, the agency first, 911 and STOP at the end: %s', (_name, template) => {
    const text = longestText(template);
    expect(text.length).toBeLessThanOrEqual(160);
    expect(new SegmentedMessage(text)).toMatchObject({ encodingName: 'GSM-7', segmentsCount: 1 });
    expect(text).toMatch(/^Port Calusa PD \(training\): .*911.*STOP/);
  });
});

describe('a wrong profile gives one message that names the key', () => {
  it.each<[string, string, (profile: ReturnType<typeof training>) => void]>([
    [
      'a wrong duration',
      'ruleset.stages.dispatched.hold: must be a duration',
      (p) => {
        p.ruleset.stages.dispatched.hold = '15 parsecs';
      },
    ],
    [
      'a duration that is a number',
      'ruleset.caps.minGap:',
      (p) => {
        p.ruleset.caps.minGap = 5;
      },
    ],
    [
      'an unknown key',
      'ruleset.breaker.maxTexts: there is no such key',
      (p) => {
        p.ruleset.breaker.maxTexts = 5;
      },
    ],
    [
      'an unknown key at the top',
      'templtes: there is no such key',
      (p) => {
        p.templtes = [];
      },
    ],
    [
      'a missing key',
      'templates:',
      (p) => {
        delete p.templates;
      },
    ],
    [
      'an unknown template field',
      'templates[2].text: names an unknown field {{address}}',
      (p) => {
        p.templates[2].text = '{{agency}}: {{address}}';
      },
    ],
    [
      'broken template syntax',
      'templates[0].text: has broken syntax',
      (p) => {
        p.templates[0].text = '{{agency';
      },
    ],
    [
      'a bad time zone',
      'agency.timeZone: must be an IANA time zone',
      (p) => {
        p.agency.timeZone = 'Eastern';
      },
    ],
    [
      'a delay text without its cause',
      'templates[4].cause: must be "waiting" or "diverted"',
      (p) => {
        delete p.templates[4].cause;
      },
    ],
    [
      'a cause where there is none',
      'templates[0].cause: belongs to stage "delayed" only',
      (p) => {
        p.templates[0].cause = 'waiting';
      },
    ],
    [
      'a doubled feed id',
      'feeds: the id "cad" is there twice',
      (p) => {
        p.feeds[1].id = 'cad';
      },
    ],
    [
      'an exclusion without a condition',
      'ruleset.exclusions[0].when: must name at least one of',
      (p) => {
        p.ruleset.exclusions[0].when = {};
      },
    ],
    [
      'a case status to tell without words',
      'ruleset.caseStatuses[0].say: must give the words',
      (p) => {
        delete p.ruleset.caseStatuses[0].say;
      },
    ],
    [
      'quiet hours that are no times of day',
      'ruleset.quietHours.to: must be a time of day',
      (p) => {
        p.ruleset.quietHours = { from: '21:00', to: '24:30' };
      },
    ],
    [
      'a way of seeing STOP that is unknown',
      'carrier.optOut:',
      (p) => {
        p.carrier.optOut = 'none';
      },
    ],
    [
      'a layout column that is unknown',
      'layouts.pipe-events.columns[3]:',
      (p) => {
        p.layouts['pipe-events'].columns[3] = 'address';
      },
    ],
    [
      'a layout event that is unknown',
      'layouts.pipe-events.events.NEW:',
      (p) => {
        p.layouts['pipe-events'].events.NEW = 'created';
      },
    ],
  ])('%s', (_name, said, change) => {
    const message = messageFor(change);
    expect(message).toContain('The profile agency.json is wrong at ');
    expect(message).toContain(` ${said}`);
    expect(message.split('\n')).toHaveLength(1);
  });

  it('keys that begin with $ are comments, anywhere', () => {
    expect(
      messageFor((p) => {
        p.ruleset.stages.$note = 'why';
        p.roster[0].$note = 'why';
      }),
    ).toBe('accepted');
  });
});

describe('files that hold no profile', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'herald-profile-'));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('a file that is not there', () => {
    expect(() => readProfile(path.join(directory, 'none.json'))).toThrow(/none\.json cannot be read: ENOENT/);
  });

  it('a file that is not JSON', () => {
    const file = path.join(directory, 'bad.json');
    writeFileSync(file, '{"agency": ');
    expect(() => readProfile(file)).toThrow(/bad\.json is not JSON/);
  });

  it('a byte order mark is no fault', () => {
    const file = path.join(directory, 'bom.json');
    writeFileSync(file, `\ufeff${JSON.stringify(training())}`);
    expect(readProfile(file).agency.cadAgency).toBe('Police');
  });
});

it('resources/profile.schema.json is what src/profile.ts gives (node .scripts/profileSchema.mjs)', () => {
  const shipped = JSON.parse(readFileSync(path.join(resources, 'profile.schema.json'), 'utf8'));
  expect(shipped).toEqual(JSON.parse(JSON.stringify(profileJsonSchema())));
});
