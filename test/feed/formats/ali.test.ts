import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { aliFormat } from '../../../src/feed/formats/ali';
import type { AliLayout } from '../../../src/feed/formats/aliLayout';
import type { ParseOutcome } from '../../../src/feed/formats/format';
import { newTrace } from '../../../src/feed/formats/format';
import { layoutSchema } from '../../../src/feed/formats/layout';
import { framerFor } from '../../../src/feed/framers/framerFor';
import type { CallerInfo } from '../../../src/incident/callerInfo';
import { readPhone } from '../../../src/incident/phone';
import { hasSamples, sampleFolder } from '../../support/samples';
import { frameAll } from '../support/framing';

const layouts = path.resolve(__dirname, '../../../resources/layouts');
const shipped = (name: string) =>
  layoutSchema.parse(JSON.parse(readFileSync(path.join(layouts, `${name}.json`), 'utf8'))) as AliLayout;
/** 2 November 2026 in the evening, in New York. */
const context = { timeZone: 'America/New_York', receivedAt: Date.UTC(2026, 10, 3, 3, 41) };

function infos(outcomes: readonly ParseOutcome[]): CallerInfo[] {
  return outcomes.flatMap((outcome) => {
    if ('rejected' in outcome) throw new Error(outcome.rejected.message);
    return outcome.facts.flatMap((fact) => (fact.kind === 'callerInfo' ? [fact.callerInfo] : []));
  });
}

const callbk = aliFormat(shipped('ali-callbk'));
const parse = (text: string) => callbk.parse(Buffer.from(text, 'latin1'), context);
const record = (lines: readonly string[]) => lines.join('\r');
const landline = ['2125', '(941) 555-0117 RESD 11/02 22:20', 'FABLE      P Q', '           P#941-555-0117', 'E  EGRET ST'];
const wireless = [
  '2125',
  '(941) 511-0142 WPH2 11/02 22:14',
  'GULF MOBILE',
  '           P#941-511-0142',
  '',
  '',
  'CALLBK=(941)555-0142  261 00311',
];

describe('the shipped layout ali-callbk', () => {
  const { frames, discarded } = frameAll(framerFor('stxetx', 4096, { bcc: 'xor' }), [
    readFileSync(path.join(layouts, 'samples', 'ali-callbk.bin')),
  ]);

  it('understands its sample: every record, heartbeat and status message', () => {
    expect(discarded).toEqual({});
    expect(frames).toHaveLength(7);
    const read = infos(frames.map(parse));
    expect(read.map(({ callbackPhone, pseudoNumbers, lineType }) => [callbackPhone, pseudoNumbers, lineType])).toEqual([
      ['(941)555-0142', ['(941) 511-0142', '941-511-0142'], 'mobile'],
      ['(941)555-0142', ['(941) 511-0142', '941-511-0142'], 'mobile'],
      ['(941) 555-0117', [], 'landline'],
      ['(941) 555-0155', ['941-211-0089'], 'voip'],
      ['(911)103-0199', ['(941) 511-0199', '941-511-0199'], 'mobile'],
    ]);
    expect(read.map(({ position }) => position)).toEqual(['125', '125', '00', '133', '209']);
    expect(read.map(({ esn }) => esn)).toEqual(['261', '261', '261', '261', '261']);
    // 22:14 on a date without a year, near the time of receipt.
    expect(read[0]?.occurredAt).toBe(Date.UTC(2026, 10, 3, 3, 14));
  });
});

it('understands the sample of the shipped layout ali-window, which has no STX and another order', () => {
  const text = readFileSync(path.join(layouts, 'samples', 'ali-window.txt'));
  const { frames } = frameAll(framerFor('formfeed', 4096), [text]);
  const format = aliFormat(shipped('ali-window'));
  expect(infos(frames.map((frame) => format.parse(Buffer.from(frame), context)))).toEqual([
    {
      ...{
        callbackPhone: '941-555-0117',
        pseudoNumbers: [],
        lineType: 'landline',
        classOfService: '1',
        position: '02',
        esn: '261',
      },
      occurredAt: Date.UTC(2026, 10, 3, 3, 20, 7),
    },
    {
      ...{ callbackPhone: '941-555-0142', pseudoNumbers: ['941-511-0142'], lineType: 'mobile', classOfService: 'H' },
      ...{ position: '7', esn: '261', occurredAt: Date.UTC(2026, 10, 3, 3, 14, 51) },
    },
  ]);
});

it('reads lines that end with CR LF, and pads after them', () => {
  const [read] = infos([parse(`${wireless.map((line) => line.padEnd(40)).join('\r\n')}\r\n          `)]);
  expect(read).toMatchObject({ callbackPhone: '(941)555-0142', lineType: 'mobile', position: '125' });
});

it('knows no callback of a wireless call without one: its phone reaches nobody', () => {
  expect(infos([parse(record(wireless.slice(0, 4)))])).toMatchObject([
    { callbackPhone: undefined, pseudoNumbers: ['(941) 511-0142', '941-511-0142'] },
  ]);
});

it('takes no pseudo-number for a callback, wherever it stands', () => {
  const [info] = infos([parse(record([...landline.slice(0, 1), '(941) 211-0117 RESD 11/02 22:20']))]);
  expect(info).toMatchObject({ callbackPhone: undefined, pseudoNumbers: ['(941) 211-0117'] });
  const [other] = infos([parse(record([...wireless.slice(0, 6), 'CALLBK=(941)511-0150  261 00311']))]);
  expect(other).toMatchObject({ callbackPhone: undefined });
});

it('takes a class of service that the layout does not know for an unknown line', () => {
  expect(infos([parse(record(landline).replace('RESD', 'ZZZZ'))])).toMatchObject([
    { lineType: 'unknown', classOfService: 'ZZZZ', callbackPhone: '(941) 555-0117' },
  ]);
});

it('needs no time, no class, no house number and no further lines', () => {
  expect(infos([parse('200\r(941) 555-0117')])).toMatchObject([
    { callbackPhone: '(941) 555-0117', lineType: 'unknown', position: '00' },
  ]);
});

it.each([
  ['a record without a number', '2125\rVERIFY LOCATION', 'feed.noNumber', 'phone'],
  ['a record that lost bytes before its time', record(landline).replace('11/02 22', '11/22'), 'feed.badTime', 'time'],
  ['a message of another kind', 'X125\rnone', 'feed.unknownMessage', undefined],
])('rejects %s', (_what, text, code, field) => {
  const outcome = parse(text);
  expect(outcome).toMatchObject({ rejected: { code, ...(field && { field }) } });
  expect(JSON.stringify(outcome)).not.toContain('941');
});

it('tells a technician which lines nothing was made of', () => {
  const trace = newTrace();
  callbk.parse(Buffer.from(record(landline)), context, trace);
  expect(trace.unaccounted.map((one) => one.line)).toEqual([3, 5]);
});

it.each([
  ['no record', { messages: { H: 'heartbeat' } }],
  ['no number', { fields: {} }],
  ['a time without a style', { time: undefined }],
  ['a time style that is none', { time: 'MM/dd' }],
  ['columns backwards', { fields: { phone: { line: 1, columns: [14, 1] } } }],
  ['a field that there is not', { fields: { phone: { label: 'P#' }, address: { label: 'ADR' } } }],
])('refuses a layout with %s', (_what, change) => {
  expect(layoutSchema.safeParse({ ...shipped('ali-callbk'), ...change }).success).toBe(false);
});

(hasSamples('ali') ? describe : describe.skip)('the recording ../shared/samples/ali', () => {
  const file = path.join(sampleFolder('ali'), 'ali_colorado_cr.bin');
  const framed = () => frameAll(framerFor('stxetx', 4096), existsSync(file) ? [readFileSync(file)] : []);

  it('is understood as it is by the shipped layout, to the last byte', () => {
    const { frames, discarded } = framed();
    expect(discarded).toEqual({});
    expect(frames.map((frame) => frame.slice(0, 4).trim())).toEqual([
      '2133',
      '2517',
      '2125',
      '2209',
      '2125',
      '2000',
      '200',
      'E133',
      'H',
    ]);
    const read = infos(frames.map(parse));
    expect(read).toHaveLength(7);
    expect(read.map(({ lineType }) => lineType)).toEqual([
      'voip',
      'landline',
      'mobile',
      'mobile',
      'mobile',
      'landline',
      'landline',
    ]);
    expect(read.map(({ position }) => position)).toEqual(['133', '517', '125', '209', '125', '000', '00']);
    expect(read.every(({ occurredAt, esn }) => occurredAt !== undefined && esn === '261')).toBe(true);
    // Wireless: the number after CALLBK=, never the one on line 2.
    for (const info of read.filter(({ lineType }) => lineType === 'mobile')) {
      expect(info.pseudoNumbers.every((number) => /511/.test(number))).toBe(true);
      expect(info.callbackPhone).not.toMatch(/511-/);
    }
  });

  it('has no pseudo-number that could be texted', () => {
    for (const info of infos(framed().frames.map(parse))) {
      for (const number of info.pseudoNumbers) expect(readPhone(number)).toHaveProperty('problem');
    }
  });
});
