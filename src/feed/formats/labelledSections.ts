import type { LabelledLayout, RecordLayout, SectionLayout } from './labelledLayout';
import { unitBlocks, unitLogSection, unitTable } from './labelledUnits';
import { compileLabels, labelText, type Scanned } from './labelScanner';
import type { LinePattern } from './linePattern';
import type { RecordText } from './recordText';
import { compileTimeText, type ReadTime } from './recordTimes';
import { REPORT_FIELDS, type ReportField, UNIT_STEPS } from './reportFields';
import { type ReportRow, reportRow, tabbedRow } from './reportRows';
import { ALL_READ, compilePatterns, matchLine, type RowReader } from './rowReader';
import { squeeze } from './wildcard';

interface LabelTarget {
  readonly field: ReportField;
  readonly value: 'after' | 'below';
}

const TIME_FIELDS: ReadonlySet<string> = new Set(['at', 'date', 'createdAt', 'reportedAt', 'closedAt', ...UNIT_STEPS]);
/** What a heading line says: which section begins, and what stands on it beside the heading. */
export interface Headings {
  find(row: ReportRow): { readonly section: SectionLayout; readonly rest: ReportRow | undefined } | undefined;
}

/** Looks headings up; with a `*` at its end one needs only to begin the line. */
export function compileHeadings(sections: readonly SectionLayout[]): Headings {
  const whole = new Map<string, SectionLayout>();
  const begins: { text: string; section: SectionLayout }[] = [];
  for (const section of sections) {
    const { heading } = section;
    if (heading.endsWith('*')) begins.push({ text: squeeze(heading.slice(0, -1)), section });
    else whole.set(labelText(heading), section);
  }
  return {
    find(row) {
      const section = whole.get(labelText(row.key));
      if (section !== undefined) return { section, rest: undefined };
      const found = begins.find(({ text }) => row.key.startsWith(text));
      if (found === undefined) return undefined;
      const rest = afterHeading(row.cells.join(' '), found.text.length);
      return { section: found.section, rest: rest === '' ? undefined : reportRow(row.at, [rest]) };
    },
  };
}

/** The line without the first `length` characters of its squeezed form. */
function afterHeading(line: string, length: number): string {
  const text = line.trimStart();
  let at = 0;
  for (let counted = 0; counted < length && at < text.length; counted += 1) {
    if (/\s/.test(text[at] as string)) while (/\s/.test(text[at + 1] ?? '')) at += 1;
    at += 1;
  }
  return text.slice(at).replace(/^[ :]{1,24}/, '');
}

/** How each part of a layout's records is read: `main` where no section has begun. Made anew for each record. */
export interface PartReaders {
  readonly main: () => RowReader;
  readonly of: (section: SectionLayout) => RowReader;
}

export function compileParts(layout: LabelledLayout, record: RecordLayout): PartReaders {
  const readTime = compileTimeText(layout.times, layout.unset);
  const labels = { ...layout.labels, ...record.labels };
  const main = labelRows(layout, labels, layout.patterns, readTime);
  const sections = new Map(layout.sections.map((section) => [section, compileSection(layout, section, record, readTime)]));
  return { main, of: (section) => (sections.get(section) ?? main)() };
}

function compileSection(layout: LabelledLayout, section: SectionLayout, record: RecordLayout, readTime: ReadTime): () => RowReader {
  switch (section.reads) {
    case 'labels': {
      const labels = { ...layout.labels, ...record.labels, ...section.labels };
      return labelRows(layout, labels, [...section.patterns, ...layout.patterns], readTime);
    }
    case 'narrative':
      return () => ({
        row({ cells }, text) {
          text.narratives.push(cells.join(' ').trim());
          return ALL_READ;
        },
      });
    case 'nothing':
      return () => ({ row: () => ALL_READ });
    case 'lines': {
      const patterns = compilePatterns(section.patterns);
      return () => ({ row: (row, text) => (takeGroups(row, patterns, text, readTime) ? ALL_READ : [tabbedRow(row)]) });
    }
    case 'units':
      return unitTable(section, readTime);
    case 'unitBlocks':
      return unitBlocks(layout, section, readTime);
    case 'log':
      return unitLogSection(section, readTime);
  }
}

function labelRows(
  layout: LabelledLayout,
  labels: LabelledLayout['labels'],
  patternSources: readonly string[],
  readTime: ReadTime,
): () => RowReader {
  const targets = Object.fromEntries(
    Object.entries(labels).map(([name, label]): [string, LabelTarget] => [
      name,
      typeof label === 'string' ? { field: label, value: 'after' } : label,
    ]),
  );
  const byCell = new Map(Object.entries(targets).map(([name, target]) => [labelText(name), target]));
  const scan = compileLabels(targets, (target) => target.value === 'below', layout);
  const patterns = compilePatterns(patternSources);

  return () => {
    let above: Scanned<LabelTarget>['found'] = [];
    return {
      row(row, record) {
        const [line = ''] = row.cells;
        if (row.cells.length === 1) {
          const waiting = above;
          above = [];
          const scanned = scan(line);
          if (scanned.found.length > 0) {
            const unread = scanned.found.filter(
              ({ target, value }) => target.value === 'after' && !take(record, target.field, value, readTime),
            );
            above = scanned.found.filter(({ target }) => target.value === 'below');
            return [...scanned.leftover, ...unread.map(({ value }) => value)];
          }
          if (waiting.length > 0) return takeBelow(line, waiting, record, readTime);
          return takeGroups(row, patterns, record, readTime) ? ALL_READ : scanned.leftover;
        }
        return takeCells(row.cells, record);
      },
    };

    function takeCells(cells: readonly string[], record: RecordText): readonly string[] {
      const leftover: string[] = [];
      for (let at = 0; at < cells.length; at += 1) {
        const cell = cells[at] as string;
        const target = byCell.get(labelText(cell));
        if (target !== undefined) {
          at += 1;
          const value = cells[at] ?? '';
          if (!take(record, target.field, value, readTime)) leftover.push(value);
          continue;
        }
        const scanned = scan(cell);
        leftover.push(...scanned.leftover);
        for (const { target: found, value } of scanned.found) {
          if (!take(record, found.field, value, readTime)) leftover.push(value);
        }
      }
      return leftover;
    }
  };
}

/** Values that stand below their labels: as wide as those, or the whole line where there is one label. */
function takeBelow(line: string, labels: Scanned<LabelTarget>['found'], record: RecordText, readTime: ReadTime): readonly string[] {
  const leftover: string[] = [];
  labels.forEach(({ target, from }, index) => {
    const next = labels[index + 1]?.from;
    const value = (labels.length === 1 ? line : line.slice(index === 0 ? 0 : from, next)).trim();
    if (!take(record, target.field, value, readTime)) leftover.push(value);
  });
  return leftover;
}

/** False where the value should be a time and is none. */
function take(record: RecordText, field: ReportField, value: string, readTime: ReadTime): boolean {
  if (!TIME_FIELDS.has(field)) {
    record.set(field, value);
    return true;
  }
  const told = readTime(value);
  if (told === undefined) return false;
  if (told !== 'unset' && !record.times.has(field)) record.times.set(field, told);
  return true;
}

function takeGroups(row: ReportRow, patterns: readonly LinePattern[], record: RecordText, readTime: ReadTime): boolean {
  if (patterns.length === 0) return false;
  const groups = matchLine(tabbedRow(row), patterns);
  if (groups === undefined) return false;
  const { agency, incidentNumber, reportNumber } = groups;
  if (agency !== undefined && (incidentNumber !== undefined || reportNumber !== undefined)) {
    record.numberFor(agency, incidentNumber, reportNumber);
    return true;
  }
  for (const field of REPORT_FIELDS) {
    const value = groups[field];
    if (value !== undefined && !take(record, field, value, readTime)) return false;
  }
  return true;
}
