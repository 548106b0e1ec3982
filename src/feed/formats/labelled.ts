import type { Fact } from '../../incident/fact';
import { decodeText } from './decodeText';
import type { FrameFault, FrameFormat, ParseContext, ParseOutcome, ParseTrace } from './format';
import { htmlRows } from './htmlRows';
import type { LabelledLayout, RecordLayout } from './labelledLayout';
import { type BuildReport, compileReport, isFault } from './labelledReport';
import { compileHeadings, compileParts, type Headings, type PartReaders } from './labelledSections';
import { labelText } from './labelScanner';
import { withoutPrinterNoise } from './printerNoise';
import { RecordText } from './recordText';
import { lineCounter, looksLikeHtml, MAX_ROWS, type ReportRow, tabbedRow, textRows } from './reportRows';
import { anyOf, compileWildcard } from './wildcard';

/** What a frame without an end, or one made up, comes to. */
export const TOO_MANY_ROWS: FrameFault = { code: 'feed.tooManyLines', message: `More than ${MAX_ROWS} lines` };

/** A record says what it is at its beginning. */
const TITLE_ROWS = 12;

interface CompiledRecord {
  readonly layout: RecordLayout;
  readonly isTitle: ((text: string) => boolean) | undefined;
  readonly parts: PartReaders;
}

interface CompiledLayout {
  readonly layout: LabelledLayout;
  readonly records: readonly CompiledRecord[];
  readonly headings: Headings;
  readonly isPageLine: (line: string) => boolean;
  readonly isIgnored: (line: string) => boolean;
  readonly starts: ((line: string) => boolean) | undefined;
  readonly build: BuildReport;
}

/** Told, while a trace is wanted, what nothing was made of. */
type Spare = (row: ReportRow, texts: readonly string[]) => void;

/** Reports of labels and columns, as text or HTML, as `layout` describes them. Blank frames and page noise give nothing. */
export function labelledFormat(layout: LabelledLayout): FrameFormat {
  const compiled = compile(layout);
  return {
    name: 'labelled',
    carriesNarrative: carriesNarrative(layout),
    tellsUnits: true,
    parse(bytes, context, trace) {
      const text = withoutPrinterNoise(decodeText(bytes, layout.encoding).text);
      const all = looksLikeHtml(text) ? htmlRows(text) : textRows(text);
      if (all.length > MAX_ROWS) return { rejected: TOO_MANY_ROWS };
      const rows = all.filter((row) => !compiled.isPageLine(row.key));
      const lineAt = lineCounter(text);
      const spare: Spare | undefined = trace && spareInto(trace, lineAt);
      const facts: Fact[] = [];
      const faults: FrameFault[] = [];
      for (const record of splitRecords(rows, compiled, spare)) {
        const read = readRecord(record, compiled, context, trace, spare);
        if (read === undefined) continue;
        if ('code' in read) faults.push(inLine(read, lineAt(record[0]?.at ?? 0)));
        else facts.push(read);
      }
      return outcomeOf(facts, faults);
    },
  };
}

/** Rejected where nothing of the frame could be read. */
export function outcomeOf(facts: readonly Fact[], faults: readonly FrameFault[]): ParseOutcome {
  const [first] = faults;
  if (first === undefined) return { facts };
  return facts.length === 0 ? { rejected: first } : { facts, faults };
}

function compile(layout: LabelledLayout): CompiledLayout {
  return {
    layout,
    records: layout.records.map((record) => ({
      layout: record,
      isTitle: record.title === undefined ? undefined : compileWildcard(record.title),
      parts: compileParts(layout, record),
    })),
    headings: compileHeadings(layout.sections),
    isPageLine: anyOf(layout.pageLines),
    isIgnored: anyOf(layout.ignoreLines),
    starts: layout.starts === undefined ? undefined : compileWildcard(layout.starts),
    build: compileReport(layout),
  };
}

function carriesNarrative({ labels, records, sections, patterns }: LabelledLayout): boolean {
  const all = [labels, ...records.map((record) => record.labels)].flatMap((group) => Object.values(group));
  return (
    all.some((label) => label === 'narrative' || (typeof label === 'object' && label.field === 'narrative')) ||
    sections.some((section) => section.reads === 'narrative' || (section.reads === 'unitBlocks' && section.narrativeAfter)) ||
    JSON.stringify([patterns, sections]).includes('<narrative>')
  );
}

function splitRecords(rows: readonly ReportRow[], { starts, isIgnored }: CompiledLayout, spare: Spare | undefined): ReportRow[][] {
  if (rows.length === 0) return [];
  const isStart = rows.map((row) => starts?.(row.key) ?? false);
  // A title that stands twice begins one record.
  const beginnings = rows.flatMap((_row, index) => (isStart[index] && !isStart[index - 1] ? [index] : []));
  const [first] = beginnings;
  if (first === undefined) return [[...rows]];
  for (const row of rows.slice(0, first)) if (!isIgnored(row.key)) spare?.(row, [tabbedRow(row)]);
  return beginnings.map((from, index) => rows.slice(from, beginnings[index + 1]));
}

function readRecord(
  rows: readonly ReportRow[],
  compiled: CompiledLayout,
  context: ParseContext,
  trace: ParseTrace | undefined,
  spare: Spare | undefined,
): Fact | FrameFault | undefined {
  const titles = rows.slice(0, TITLE_ROWS).map(({ key }) => key);
  const record = compiled.records.find(({ isTitle }) => isTitle === undefined || titles.some(isTitle));
  if (record === undefined) {
    if (spare !== undefined) for (const row of rows) spare(row, [tabbedRow(row)]);
    return { code: 'feed.unknownRecord', message: 'None of the titles that the layout knows is in its first lines' };
  }
  if (record.layout.ignore) return undefined;
  const text = readRows(rows, record, compiled, spare);
  const report = compiled.build(text, record.layout, context);
  if (isFault(report)) return report;
  trace?.recordNames.push(record.layout.name);
  return { kind: 'report', report };
}

function readRows(
  rows: readonly ReportRow[],
  { isTitle, parts }: CompiledRecord,
  { headings, isIgnored, starts }: CompiledLayout,
  spare: Spare | undefined,
): RecordText {
  const text = new RecordText();
  let reader = parts.main();
  // In free text only these headings count.
  let until: ReadonlySet<string> | undefined;
  for (const row of rows) {
    const heading = headings.find(row);
    if (heading !== undefined && (until === undefined || until.has(labelText(heading.section.heading.replace(/\*$/, ''))))) {
      const { section, rest } = heading;
      reader = parts.of(section);
      until = section.reads === 'narrative' ? new Set(section.until.map((name) => labelText(name.replace(/\*$/, '')))) : undefined;
      if (rest !== undefined) report(row, reader.row(rest, text));
    } else if (until === undefined && (isTitle?.(row.key) || starts?.(row.key))) continue;
    else report(row, reader.row(row, text));
  }
  return text;

  function report(row: ReportRow, leftover: readonly string[]): void {
    if (spare !== undefined && leftover.length > 0 && !isIgnored(row.key)) spare(row, leftover);
  }
}

function spareInto(trace: ParseTrace, lineAt: (at: number) => number): Spare {
  return (row, texts) => {
    const line = lineAt(row.at);
    for (const spare of texts) if (/[A-Za-z0-9]/.test(spare)) trace.unaccounted.push({ line, text: spare.trim() });
  };
}

function inLine(fault: FrameFault, line: number): FrameFault {
  return { ...fault, message: `${fault.message} (record at line ${line} of the frame)` };
}
