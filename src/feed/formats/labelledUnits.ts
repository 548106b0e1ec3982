import type { LabelledLayout, SectionLayout } from './labelledLayout';
import { compileLabels, labelText } from './labelScanner';
import { foldCode, foldedMap, type RecordText, type ToldUnit } from './recordText';
import { type ReadTime, withDate } from './recordTimes';
import { UNIT_STEPS, type UnitField, type UnitStep } from './reportFields';
import { type ReportRow, tabbedRow } from './reportRows';
import { ALL_READ, compilePatterns, matchLine, type RowReader } from './rowReader';

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

/** Rows of a unit table, whose columns are found by their headers or by position. */
export function unitTable(section: Extract<SectionLayout, { reads: 'units' }>, readTime: ReadTime): () => RowReader {
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
        if (headers.size > 0 && readHeader(row)) return ALL_READ;
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

/** Lines that name a unit, and lines of labels that are about the unit named last. */
export function unitBlocks(
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
          return ALL_READ;
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

/** Lines of time, unit and status within a report. */
export function unitLogSection(section: Extract<SectionLayout, { reads: 'log' }>, readTime: ReadTime): () => RowReader {
  const statuses = foldedMap(section.statuses);
  const patterns = compilePatterns(section.patterns);
  return () => ({
    row(row, record) {
      const line = tabbedRow(row);
      const groups = matchLine(line.trim(), patterns) ?? matchLine(line, patterns);
      if (groups === undefined) return [line.trim()];
      const { unit: name, narrative, reportNumber } = groups;
      if (narrative !== undefined) record.narratives.push(narrative);
      if (reportNumber !== undefined) record.set('reportNumber', reportNumber);
      const unit = record.unit(name ?? '');
      if (unit === undefined) return ALL_READ;
      return takeUnit(record, unit, Object.entries(groups) as [UnitField, string][], statuses, readTime);
    },
  });
}
