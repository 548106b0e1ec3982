import type { MeasuresReportView, MeasuresRowView } from '../../../../src/contract/measures';
import { counted } from '../../../format/words';
import type { ChartProps, Point } from '../../../parts/chart/chartData';
import { MOMENTS } from '../templates/stageTemplates';
import { type Column, figure, lasting, minutes, money, type Part, type Piece, percent, seconds, workedOut } from './figures';

type Targets = MeasuresReportView['targets'];

/** One question a report answers, row by row: a sentence, a table, and at most one chart. */
export interface Question {
  readonly id: string;
  readonly title: string;
  readonly sentence: (total: MeasuresRowView, targets: Targets) => readonly Piece[];
  /** What the figures leave out; where there is room for it. */
  readonly note?: string;
  readonly columns: (rows: readonly MeasuresRowView[]) => readonly Column[];
  readonly chart?: {
    readonly title: string;
    readonly kind: ChartProps['kind'];
    readonly unit?: string;
    readonly series: ChartProps['series'];
    readonly values: (row: MeasuresRowView) => Record<string, number | null>;
    readonly target?: (targets: Targets) => ChartProps['target'];
  };
}

const sent: Question = {
  id: 'sent',
  title: 'How many texts were sent?',
  sentence: ({ texts, incidents, incidentsTexted }) => [
    figure(texts.left, { number: 'left' }, 'text'),
    ` went out, about `,
    figure(incidentsTexted, { number: 'incidentsTexted' }),
    ' of ',
    figure(incidents, { number: 'incidents' }, 'incident'),
    '.',
  ],
  columns: (rows) => [
    { name: 'Incidents', value: ({ incidents }) => incidents, part: { number: 'incidents' } },
    { name: 'Incidents with a text', value: ({ incidentsTexted }) => incidentsTexted, part: { number: 'incidentsTexted' } },
    { name: 'Texts', value: ({ texts }) => texts.left, part: { number: 'left' } },
    ...stageColumns(rows),
  ],
  chart: {
    title: 'Texts sent',
    kind: 'bars',
    series: [{ key: 'left', name: 'Texts' }],
    values: ({ texts }) => ({ left: texts.left }),
  },
};

const texts: Question = {
  id: 'texts',
  title: 'What became of the texts?',
  sentence: ({ texts }) => [
    figure(texts.due, { number: 'due' }, 'text'),
    ' came due; the carrier took ',
    figure(texts.taken, { number: 'taken' }),
    ', and ',
    figure(texts.delivered, { number: 'delivered' }),
    ' are known to have reached the handset’s carrier.',
  ],
  columns: () => [
    { name: 'Due', value: ({ texts: { due } }) => due, part: { number: 'due' } },
    { name: 'Delivered', value: ({ texts: { delivered } }) => delivered, part: { number: 'delivered' } },
    { name: 'Accepted', value: ({ texts: { accepted } }) => accepted, part: { number: 'accepted' } },
    { name: 'Not delivered', value: ({ texts: { undelivered } }) => undelivered, part: { number: 'undelivered' } },
    { name: 'Unconfirmed', value: ({ texts: { unconfirmed } }) => unconfirmed, part: { number: 'unconfirmed' } },
    { name: 'Expired', value: ({ texts: { expired } }) => expired, part: { number: 'expired' } },
    { name: 'Cancelled', value: ({ texts: { cancelled } }) => cancelled, part: { number: 'cancelled' } },
    { name: 'Not sent yet', value: ({ texts: { open } }) => open, part: { number: 'open' } },
  ],
};

/** Both measured times are asked and drawn alike. */
function measured(
  which: 'dispatchToText' | 'callToText',
  { counted: one, ...words }: { readonly title: string; readonly counted: string; readonly chart: string; readonly none: string },
  said: (count: Piece, half: Piece, most: Piece) => readonly Piece[],
  target: { readonly ms: (targets: Targets) => number | null; readonly words: string },
  unit: { readonly name: string; readonly of: (ms: number | null) => number | null },
): Question {
  const part: Part = { number: which };
  return {
    id: which,
    title: words.title,
    sentence: (total, targets) => {
      const { count, p50Ms, p90Ms } = total[which];
      if (p50Ms === null || p90Ms === null) return [words.none];
      const wanted = target.ms(targets);
      return [
        ...said(figure(count, part, one), workedOut(lasting(p50Ms), part), workedOut(lasting(p90Ms), part)),
        wanted === null ? '.' : `; the target is ${lasting(wanted)}.`,
      ];
    },
    columns: () => [
      { name: one === 'text' ? 'Texts' : 'Texted while under way', value: (row) => row[which].count, part },
      { name: `Half within (${unit.name})`, value: (row) => unit.of(row[which].p50Ms), part, workedOut: true },
      { name: `Nine in ten within (${unit.name})`, value: (row) => unit.of(row[which].p90Ms), part, workedOut: true },
    ],
    chart: {
      title: `${words.chart}; target: ${target.words}`,
      kind: 'line',
      unit: unit.name,
      series: [
        { key: 'p50', name: 'Half within' },
        { key: 'p90', name: 'Nine in ten within' },
      ],
      values: (row) => ({ p50: unit.of(row[which].p50Ms), p90: unit.of(row[which].p90Ms) }),
      target: (targets) => {
        const wanted = target.ms(targets);
        return wanted === null ? undefined : { value: unit.of(wanted) ?? 0, name: `target ${lasting(wanted)}` };
      },
    },
  };
}

const dispatchToText = measured(
  'dispatchToText',
  {
    title: 'How soon is somebody told that an officer is assigned?',
    counted: 'text',
    chart: 'From the dispatch to the text about it',
    none: 'No text about an assigned officer was sent.',
  },
  (count, half, most) => ['Half of ', count, ' went out within ', half, ' of the dispatch, nine in ten within ', most],
  {
    ms: ({ dispatchToTextMs }) => dispatchToTextMs,
    words: 'what the rules themselves wait, and half a minute for the carrier',
  },
  { name: 's', of: seconds },
);

const callToText = measured(
  'callToText',
  {
    title: 'How long do callers wait for the first word?',
    counted: 'incident',
    chart: 'From the call to the first text',
    none: 'No caller was texted while the call was under way.',
  },
  (count, half, most) => [
    'In ',
    count,
    ' a first text was sent while the call was under way; half of these within ',
    half,
    ' of the call, nine in ten within ',
    most,
  ],
  {
    ms: ({ callToTextMs }) => callToTextMs,
    words: 'the longest that the delay rules let anybody wait without a word',
  },
  { name: 'min', of: minutes },
);

const late: Question = {
  id: 'late',
  title: 'Were late callers told?',
  sentence: ({ late: { calls, told } }) =>
    calls === 0
      ? ['No call waited longer than the delay rules allow.']
      : [
          figure(calls, { number: 'late' }, 'call'),
          ' waited longer than the delay rules allow; ',
          figure(told, { number: 'lateTold' }),
          ' of them (',
          workedOut(`${percent(told / calls)?.toLocaleString('en-US')} %`, { number: 'lateTold' }),
          `) ${told === 1 ? 'was' : 'were'} told.`,
        ],
  columns: () => [
    { name: 'Late calls', value: (row) => row.late.calls, part: { number: 'late' } },
    { name: 'Told', value: (row) => row.late.told, part: { number: 'lateTold' } },
    {
      name: 'Share told (%)',
      value: ({ late: { calls, told } }) => percent(calls === 0 ? null : told / calls),
      part: { number: 'lateTold' },
      workedOut: true,
    },
  ],
  chart: {
    title: 'Late calls, told and not told',
    kind: 'bars',
    series: [
      { key: 'told', name: 'Told' },
      { key: 'untold', name: 'Not told' },
    ],
    values: (row) => ({ told: row.late.told, untold: row.late.calls - row.late.told }),
  },
};

const repeats: Question = {
  id: 'repeats',
  title: 'Do people who are texted call back less?',
  sentence: ({ repeatCalls: { texted, notTexted } }) =>
    texted.rate === null || notTexted.rate === null
      ? ['There is not enough to compare yet.']
      : [
          'For every 100 people who were texted there were ',
          workedOut(String(percent(texted.rate)), { number: 'repeatsTexted' }),
          ' further calls, and for every 100 who were not, ',
          workedOut(String(percent(notTexted.rate)), { number: 'repeatsNotTexted' }),
          '. A person counts once for each incident. Which calls are texted differs too, so this is no proof of cause.',
        ],
  columns: () => [
    { name: 'People texted', value: ({ repeatCalls }) => repeatCalls.texted.calls, part: { number: 'callsTexted' } },
    { name: 'further calls', value: ({ repeatCalls }) => repeatCalls.texted.repeats, part: { number: 'repeatsTexted' } },
    {
      name: 'for every 100',
      value: ({ repeatCalls }) => percent(repeatCalls.texted.rate),
      part: { number: 'repeatsTexted' },
      workedOut: true,
    },
    { name: 'People not texted', value: ({ repeatCalls }) => repeatCalls.notTexted.calls, part: { number: 'callsNotTexted' } },
    { name: 'further calls', value: ({ repeatCalls }) => repeatCalls.notTexted.repeats, part: { number: 'repeatsNotTexted' } },
    {
      name: 'for every 100',
      value: ({ repeatCalls }) => percent(repeatCalls.notTexted.rate),
      part: { number: 'repeatsNotTexted' },
      workedOut: true,
    },
  ],
  chart: {
    title: 'Further calls by people who were texted, and by others',
    kind: 'bars',
    unit: 'for every 100 people',
    series: [
      { key: 'texted', name: 'Texted' },
      { key: 'notTexted', name: 'Not texted' },
    ],
    values: ({ repeatCalls: { texted, notTexted } }) => ({ texted: percent(texted.rate), notTexted: percent(notTexted.rate) }),
  },
};

const optOuts: Question = {
  id: 'optOuts',
  title: 'Who opted out, and what did it cost?',
  note: 'The carrier also bills what is not counted here: tests, answers to replies, what people write, and number lookups.',
  sentence: (total) => [
    figure(total.optedOut, { number: 'optedOut' }, 'number'),
    ' opted out; ',
    workedOut(counted(total.segments, 'segment'), { number: 'left' }),
    ' of texts about calls went out, which cost ',
    total.cost === null ? 'an unknown sum: no price per segment is set' : workedOut(money(total.cost), { number: 'left' }),
    '.',
  ],
  columns: () => [
    { name: 'Opted out', value: ({ optedOut }) => optedOut, part: { number: 'optedOut' } },
    { name: 'Segments', value: ({ segments }) => segments, part: { number: 'left' }, workedOut: true },
    {
      name: 'Cost (USD)',
      value: ({ cost }) => (cost === null ? null : cost.toFixed(2)),
      part: { number: 'left' },
      workedOut: true,
    },
  ],
};

/** Asked of each row. Reasons and feeds have tables of another shape. */
export const QUESTIONS: readonly Question[] = [sent, texts, dispatchToText, callToText, late, repeats, optOuts];

/** Sent by stage, in the order of an incident's life; those that occur. */
export function stageColumns(rows: readonly MeasuresRowView[]): readonly Column[] {
  const keyOf = ({ stage, cause }: { readonly stage: string; readonly cause: string | null }) => `${stage} ${cause ?? ''}`;
  const found = new Set(rows.flatMap(({ byStage }) => byStage.filter((each) => each.sent > 0).map(keyOf)));
  return MOMENTS.filter((moment) => found.has(keyOf(moment))).map(({ stage, cause, name }) => ({
    name,
    value: ({ byStage }) =>
      byStage.filter((each) => each.stage === stage && each.cause === cause).reduce((sum, each) => sum + each.sent, 0),
    part: { number: 'left', stage, ...(cause === null ? {} : { cause }) },
  }));
}

/** Rows as places of a chart. */
export function pointsOf(
  rows: readonly MeasuresRowView[],
  nameOf: (row: MeasuresRowView) => string,
  values: (row: MeasuresRowView) => Record<string, number | null>,
): readonly Point[] {
  return rows.map((row) => ({ x: nameOf(row), ...values(row) }));
}
