import { compileLinePattern, type LinePattern } from './linePattern';
import type { RecordText } from './recordText';
import type { ReportRow } from './reportRows';

/** Reads the rows of one part of a record. Says what of each row nothing was made of. */
export interface RowReader {
  row(row: ReportRow, record: RecordText): readonly string[];
}

/** What a reader says where it made something of all of a row. */
export const ALL_READ: readonly string[] = [];

/** A layout's patterns; its schema has seen to it that they are some. */
export function compilePatterns(sources: readonly string[]): readonly LinePattern[] {
  return sources.map(compileLinePattern).filter((pattern): pattern is LinePattern => typeof pattern === 'function');
}

/** The groups of the first pattern that a line matches. */
export function matchLine(line: string, patterns: readonly LinePattern[]): Readonly<Record<string, string>> | undefined {
  for (const pattern of patterns) {
    const groups = pattern(line);
    if (groups !== undefined) return groups;
  }
  return undefined;
}
