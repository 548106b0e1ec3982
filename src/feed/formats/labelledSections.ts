import type { LabelledLayout, RecordLayout, SectionLayout } from './labelledLayout';
import { compileLabels, labelText, type Scanned } from './labelScanner';
import { compileLinePattern, type LinePattern } from './linePattern';
import { foldCode, foldedMap, type RecordText, type ToldUnit } from './recordText';
import { compileTimeText, withDate } from './recordTimes';
import { REPORT_FIELDS, type ReportField, UNIT_STEPS, type UnitField, type UnitStep } from './reportFields';
import { type ReportRow, reportRow, tabbedRow } from './reportRows';
import { squeeze } from './wildcard';

/** Reads the rows of one part of a record. Says what of each row nothing was made of. */
export interface RowReader {
  row(row: ReportRow, record: RecordText): readonly string[];
}

interface LabelTarget {
  readonly field: ReportField;
  readonly value: 'after' | 'below';
}

const TIME_FIELDS: ReadonlySet<string> = new Set(['at', 'date', 'createdAt', 'reportedAt', 'closedAt', ...UNIT_STEPS]);
const NOTHING: readonly string[] = [];

type ReadTime = ReturnType<typeof compileTimeText>;

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
          return NOTHING;
        },
      });
    case 'nothing':
      return () => ({ row: () => NOTHING });
    case 'lines': {
      const patterns = compilePatterns(section.patterns);
      return () => ({ row: (row, text) => (takeGroups(row, patterns, text, readTime) ? NOTHING : [tabbedRow(row)]) });
    }
    case 'units':
      return unitTable(section, readTime);
    case 'unitBlocks':
      return unitBlocks(layout, section, readTime);
    case 'log':
      return unitLog(section, readTime);
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
          return takeGroups(row, patterns, record, readTime) ? NOTHING : scanned.leftover;
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

function compilePatterns(sources: readonly string[]): readonly LinePattern[] {
  return sources.map(compileLinePattern).filter((pattern): pattern is LinePattern => typeof pattern === 'function');
}

function match(line: string, patterns: readonly LinePattern[]): Readonly<Record<string, string>> | undefined {
  for (const pattern of patterns) {
    const groups = pattern(line);
    if (groups !== undefined) return groups;
  }
  return undefined;
}

function takeGroups(row: ReportRow, patterns: readonly LinePattern[], record: RecordText, readTime: ReadTime): boolean {
  if (patterns.length === 0) return false;
  const groups = match(tabbedRow(row), patterns);
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

type UnitValues = Partial<Record<UnitField, string>>;

/** Puts a unit's values on it. Answers with those that could not be read. */
function takeUnit(
  record: RecordText,
  unit: ToldUnit,
  values: readonly (readonly [UnitField, string])[],
  statuses: ReadonlyMap<string, UnitStep | '-'>,
  readTime: ReadTime,
): readonly string[] {
  const unread: string[] = [];
  const single: UnitValues = {};
  for (const [field, value] of values) {
    if (value === '') continue;
    if (field === 'officer') record.officer(unit, value);
    else if (field === 'agency') unit.agency ??= value;
    else if (field === 'primary') unit.primary ||= !/^(n|no|false|0)$/i.test(value);
    else if ((UNIT_STEPS as readonly string[]).includes(field)) {
      const told = readTime(value);
      if (told === undefined) unread.push(value);
      else if (told !== 'unset') record.step(unit, field as UnitStep, told);
    } else single[field] = value;
  }
  const { status, date, at } = single;
  if (status === undefined) return unread;
  const step = statuses.get(foldCode(status)) ?? statuses.get('*');
  if (step === undefined) return [...unread, status];
  const told = at === undefined ? 'unset' : readTime(at);
  const day = date === undefined ? 'unset' : readTime(date);
  if (told === undefined) return [...unread, at as string];
  if (step !== '-' && told !== 'unset') record.step(unit, step, withDate(told, day === 'unset' ? undefined : day));
  return unread;
}

function unitTable(section: Extract<SectionLayout, { reads: 'units' }>, readTime: ReadTime): () => RowReader {
  const statuses = foldedMap(section.statuses);
  const headers = new Map(Object.entries(section.header ?? {}).map(([name, field]) => [labelText(name), field]));
  const positions = Object.entries(section.columns ?? {}) as [UnitField, [number, number]][];
  return () => {
    let byIndex: (UnitField | undefined)[] | undefined;
    let byPlace: { field: UnitField | undefined; from: number; to: number }[] | undefined;
    const readHeader = ({ cells }: ReportRow): boolean => {
      if (cells.length > 1) {
        const fields = cells.map((cell) => headers.get(labelText(cell)));
        if (!fields.includes('unit')) return false;
        byIndex = fields;
        return true;
      }
      const words = wordsOf(cells[0] ?? '');
      const fields = words.map(({ text }) => headers.get(labelText(text)));
      if (!fields.includes('unit')) return false;
      byPlace = words.map(({ from, to }, index) => ({ field: fields[index], from, to }));
      return true;
    };
    const values = ({ cells }: ReportRow): [UnitField, string][] => {
      if (positions.length > 0) {
        const line = untabbed(cells[0] ?? '');
        return positions.map(([field, [first, last]]) => [field, line.slice(first - 1, last).trim()]);
      }
      if (cells.length > 1) return cells.map((cell, index) => [byIndex?.[index] ?? '-', cell]);
      return wordsOf(cells[0] ?? '').map(({ text, from, to }) => [nearest(byPlace ?? [], from, to) ?? '-', text]);
    };
    return {
      row(row, record) {
        if (headers.size > 0 && readHeader(row)) return NOTHING;
        if (headers.size > 0 && byIndex === undefined && byPlace === undefined) return [tabbedRow(row)];
        const read = values(row);
        const unit = record.unit(read.find(([field]) => field === 'unit')?.[1] ?? '');
        return unit === undefined ? [tabbedRow(row)] : takeUnit(record, unit, read, statuses, readTime);
      },
    };
  };
}

/** Words with one blank between them are one; two part columns. */
function wordsOf(line: string): { text: string; from: number; to: number }[] {
  return [...untabbed(line).matchAll(/\S+(?: \S+)*/g)].map((found) => ({
    text: found[0],
    from: found.index,
    to: found.index + found[0].length,
  }));
}

function nearest(columns: readonly { field: UnitField | undefined; from: number; to: number }[], from: number, to: number) {
  let best: { field: UnitField | undefined; distance: number } | undefined;
  for (const column of columns) {
    const overlap = Math.min(to, column.to) - Math.max(from, column.from);
    const distance = overlap > 0 ? 0 : Math.min(Math.abs(from - column.from), Math.abs(to - column.to));
    if (best === undefined || distance < best.distance) best = { field: column.field, distance };
  }
  return best?.field;
}

function untabbed(line: string): string {
  if (!line.includes('\t')) return line;
  let out = '';
  for (const part of line.split('\t')) out += part + ' '.repeat(8 - ((out.length + part.length) % 8));
  return out.trimEnd();
}

function unitBlocks(
  layout: LabelledLayout,
  section: Extract<SectionLayout, { reads: 'unitBlocks' }>,
  readTime: ReadTime,
): () => RowReader {
  const statuses = foldedMap(section.statuses);
  const scan = compileLabels(section.labels, () => false, layout);
  return () => {
    let unit: ToldUnit | undefined;
    let narrative = false;
    return {
      row(row, record) {
        const line = row.cells.join('  ');
        const { found, leftover } = narrative ? { found: [], leftover: [] } : scan(line);
        narrative ||= section.narrativeAfter && found.length === 0;
        if (narrative) {
          record.narratives.push(line.trim());
          return NOTHING;
        }
        const rest = [...leftover];
        const values: [UnitField, string][] = [];
        for (const { target, value } of found) {
          if (target === 'unit') unit = record.unit(value);
          else values.push([target, value]);
        }
        if (unit === undefined) return [...rest, ...values.map(([, value]) => value).filter((value) => value !== '')];
        return [...rest, ...takeUnit(record, unit, values, statuses, readTime)];
      },
    };
  };
}

function unitLog(section: Extract<SectionLayout, { reads: 'log' }>, readTime: ReadTime): () => RowReader {
  const statuses = foldedMap(section.statuses);
  const patterns = compilePatterns(section.patterns);
  return () => ({
    row(row, record) {
      const line = tabbedRow(row);
      const groups = match(line.trim(), patterns) ?? match(line, patterns);
      if (groups === undefined) return [line.trim()];
      const { unit: name, narrative, reportNumber } = groups;
      if (narrative !== undefined) record.narratives.push(narrative);
      if (reportNumber !== undefined) record.set('reportNumber', reportNumber);
      const unit = record.unit(name ?? '');
      if (unit === undefined) return NOTHING;
      return takeUnit(record, unit, Object.entries(groups) as [UnitField, string][], statuses, readTime);
    },
  });
}
