import type { MeasuresRowView } from '../../../../src/contract/measures';
import { counted } from '../../../format/words';
import type { ChartProps, Point } from '../../../parts/chart/chartData';
import { MOMENTS } from '../templates/stageTemplates';

/** One question a report answers: a sentence, a table, and at most one chart. */
export interface Question {
  readonly id: string;
  readonly title: string;
  readonly sentence: (total: MeasuresRowView) => string;
  readonly columns: readonly { readonly name: string; readonly value: (row: MeasuresRowView) => number | string | null }[];
  readonly chart?: {
    readonly title: string;
    readonly kind: ChartProps['kind'];
    readonly unit?: string;
    readonly series: ChartProps['series'];
    readonly values: (row: MeasuresRowView) => Record<string, number | null>;
  };
}

const seconds = (ms: number | null) => (ms === null ? null : Math.round(ms / 1_000));
const percent = (part: number, whole: number) => (whole === 0 ? null : Math.round((part / whole) * 1_000) / 10);
const said = (value: number | null, unit: string) => (value === null ? 'unknown' : `${value.toLocaleString('en-US')}${unit}`);
export const money = (cost: number | null) =>
  cost === null ? 'not known: no price per segment is set' : cost.toLocaleString('en-US', { style: 'currency', currency: 'USD' });

export const sentTexts = ({ texts }: MeasuresRowView) => texts.delivered + texts.accepted + texts.undelivered;

const texts: Question = {
  id: 'texts',
  title: 'What became of the texts?',
  sentence: (total) =>
    `${counted(total.texts.due, 'text')} came due; the carrier took ${sentTexts(total).toLocaleString('en-US')}, and ${total.texts.delivered.toLocaleString('en-US')} are known to have reached the handset’s carrier.`,
  columns: [
    { name: 'Due', value: ({ texts: { due } }) => due },
    { name: 'Delivered', value: ({ texts: { delivered } }) => delivered },
    { name: 'Accepted', value: ({ texts: { accepted } }) => accepted },
    { name: 'Not delivered', value: ({ texts: { undelivered } }) => undelivered },
    { name: 'Unconfirmed', value: ({ texts: { unconfirmed } }) => unconfirmed },
    { name: 'Expired', value: ({ texts: { expired } }) => expired },
    { name: 'Cancelled', value: ({ texts: { cancelled } }) => cancelled },
    { name: 'Have not left', value: ({ texts: { open } }) => open },
  ],
};

const time: Question = {
  id: 'time',
  title: 'How soon is somebody told that an officer is assigned?',
  sentence: ({ dispatchToText: { count, p50Ms, p90Ms } }) =>
    count === 0
      ? 'No text about an assigned officer was sent.'
      : `Half of ${counted(count, 'text')} left within ${said(seconds(p50Ms), ' s')} of the dispatch, nine in ten within ${said(seconds(p90Ms), ' s')}.`,
  columns: [
    { name: 'Texts', value: ({ dispatchToText }) => dispatchToText.count },
    { name: 'Half within (s)', value: ({ dispatchToText }) => seconds(dispatchToText.p50Ms) },
    { name: 'Nine in ten within (s)', value: ({ dispatchToText }) => seconds(dispatchToText.p90Ms) },
  ],
  chart: {
    title: 'From dispatch to text',
    kind: 'line',
    unit: 's',
    series: [
      { key: 'p50', name: 'Half within' },
      { key: 'p90', name: 'Nine in ten within' },
    ],
    values: ({ dispatchToText }) => ({ p50: seconds(dispatchToText.p50Ms), p90: seconds(dispatchToText.p90Ms) }),
  },
};

const late: Question = {
  id: 'late',
  title: 'Were late callers told?',
  sentence: ({ late: { calls, told } }) =>
    calls === 0
      ? 'No call waited longer than the delay rules allow.'
      : `${counted(calls, 'call')} waited longer than the delay rules allow; ${told.toLocaleString('en-US')} of them (${said(percent(told, calls), ' %')}) were told.`,
  columns: [
    { name: 'Late calls', value: (row) => row.late.calls },
    { name: 'Told', value: (row) => row.late.told },
    { name: 'Share (%)', value: (row) => percent(row.late.told, row.late.calls) },
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
      ? 'There is not enough to compare yet.'
      : `Of 100 calls, people phoned again ${Math.round(texted.rate * 100)} times where they were texted, and ${Math.round(notTexted.rate * 100)} times where not. Which calls are texted differs too: this is no proof of cause.`,
  columns: [
    { name: 'Texted: calls', value: ({ repeatCalls }) => repeatCalls.texted.calls },
    { name: 'called again', value: ({ repeatCalls }) => repeatCalls.texted.repeats },
    { name: 'Not texted: calls', value: ({ repeatCalls }) => repeatCalls.notTexted.calls },
    { name: 'called again', value: ({ repeatCalls }) => repeatCalls.notTexted.repeats },
  ],
  chart: {
    title: 'Further calls by people who were texted, and by others',
    kind: 'bars',
    unit: 'per 100 calls',
    series: [
      { key: 'texted', name: 'Texted' },
      { key: 'notTexted', name: 'Not texted' },
    ],
    values: ({ repeatCalls: { texted, notTexted } }) => ({
      texted: texted.rate === null ? null : Math.round(texted.rate * 1_000) / 10,
      notTexted: notTexted.rate === null ? null : Math.round(notTexted.rate * 1_000) / 10,
    }),
  },
};

const optOuts: Question = {
  id: 'optOuts',
  title: 'Who opted out, and what did it cost?',
  sentence: (total) =>
    `${counted(total.optedOut, 'number')} opted out. ${counted(total.segments, 'segment')}; cost ${money(total.cost)}.`,
  columns: [
    { name: 'Opted out', value: ({ optedOut }) => optedOut },
    { name: 'Segments', value: ({ segments }) => segments },
    { name: 'Cost (USD)', value: ({ cost }) => (cost === null ? null : cost.toFixed(2)) },
  ],
};

/** Asked of each row; texts by stage and skips by reason have tables of another shape, in `Reports`. */
export const QUESTIONS: readonly Question[] = [texts, time, late, repeats, optOuts];

const keyOf = ({ stage, cause }: { readonly stage: string; readonly cause: string | null }) => `${stage} ${cause ?? ''}`;

/** Sent by stage, in the order of an incident's life: the columns of a table and the bars of a chart. */
export function stagesOf(rows: readonly MeasuresRowView[]): readonly { readonly key: string; readonly name: string }[] {
  const found = new Set(rows.flatMap(({ byStage }) => byStage.map(keyOf)));
  return MOMENTS.filter((moment) => found.has(keyOf(moment))).map((moment) => ({ key: keyOf(moment), name: moment.name }));
}

/** How many texts of a stage were sent. */
export function sentOf({ byStage }: MeasuresRowView, key: string): number {
  return byStage.filter((each) => keyOf(each) === key).reduce((sum, { sent }) => sum + sent, 0);
}

/** Rows as places of a chart. */
export function pointsOf(
  rows: readonly MeasuresRowView[],
  nameOf: (row: MeasuresRowView) => string,
  values: (row: MeasuresRowView) => Record<string, number | null>,
): readonly Point[] {
  return rows.map((row) => ({ x: nameOf(row), ...values(row) }));
}
