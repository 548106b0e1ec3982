import { readFileSync } from 'node:fs';
import { IANAZone } from 'luxon';
import { type Layout, layoutSchema } from './feed/formats/layout';
import { framings } from './feed/framers/framerFor';
import { HeraldError } from './heraldError';
import type { Fact } from './incident/fact';
import { checkLayout, type LayoutCheck } from './layoutCheck';

/** Reads a file that holds one layout. Throws `usage.badLayout`, naming file and key. */
export function readLayout(file: string): Layout {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    const why = error instanceof SyntaxError ? `is not JSON: ${error.message}` : `cannot be read: ${codeOf(error)}`;
    throw new HeraldError('usage.badLayout', `The layout ${file} ${why}`);
  }
  const read = layoutSchema.safeParse(json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const path = (issue?.path ?? []).map((part, i) =>
    typeof part === 'number' ? `[${part}]` : `${i === 0 ? '' : '.'}${String(part)}`,
  );
  const keys = issue?.code === 'unrecognized_keys' ? ` (${issue.keys.join(', ')})` : '';
  throw new HeraldError(
    'usage.badLayout',
    `The layout ${file} is wrong at ${path.join('') || 'its top level'}: ${issue?.message}${keys}`,
  );
}

export interface LayoutCheckCommand {
  readonly layout: string;
  readonly sample: string;
  readonly framing: string | undefined;
  readonly begins: string | undefined;
  readonly ends: string | undefined;
  readonly timeZone: string;
  /** When the sample was received, as ISO 8601; helps where times lack a date. */
  readonly received: string | undefined;
}

/**
 * Prints each record as understood and each line not accounted for. Answers with the exit code: 0 all understood, 1 not all.
 * Throws `usage.*` where the layout, the sample or a flag is wrong.
 */
export function runLayoutCheck(command: LayoutCheckCommand, now: number, print: (line: string) => void): number {
  const layout = readLayout(command.layout);
  let sample: Buffer;
  try {
    sample = readFileSync(command.sample);
  } catch (error) {
    throw new HeraldError('usage.badSample', `The sample ${command.sample} cannot be read: ${codeOf(error)}`);
  }
  const framing = framings.find((known) => known === command.framing);
  if (command.framing !== undefined && framing === undefined) {
    throw new HeraldError('usage.bad', `--framing must be one of ${framings.join(', ')}, not "${command.framing}"`);
  }
  if (framing === 'sentinel' && command.begins === undefined && command.ends === undefined) {
    throw new HeraldError('usage.bad', '--framing sentinel needs --begins or --ends');
  }
  const receivedAt = command.received === undefined ? now : Date.parse(command.received);
  if (!Number.isFinite(receivedAt)) throw new HeraldError('usage.bad', `--received must be a time as ISO 8601 writes it`);
  const { begins, ends, timeZone } = command;
  if (!IANAZone.isValidZone(timeZone)) throw new HeraldError('usage.bad', `--zone must be a time zone, not "${timeZone}"`);
  const checked = checkLayout(layout, sample, { framing, framingOptions: { begins, ends }, timeZone, receivedAt });
  printCheck(checked, timeZone, print);
  const faults = checked.records.some((record) => record.faults.length > 0);
  const nothing = checked.records.length === 0;
  return faults || nothing || checked.unaccounted.length > 0 || checked.discardedBytes > 0 ? 1 : 0;
}

function printCheck(checked: LayoutCheck, timeZone: string, print: (line: string) => void): void {
  checked.records.forEach(({ line, facts, recordNames, faults }, index) => {
    print(`record ${index + 1}, line ${line}`);
    facts.forEach((fact, at) => {
      const name = recordNames[at];
      print(`  ${fact.kind}${name === undefined ? '' : ` (${name})`}`);
      for (const [key, value] of leaves(contentOf(fact), '', timeZone)) {
        print(`    ${key}: ${value}`);
      }
    });
    for (const { code, message, field } of faults) print(`  REJECTED ${code}${field === undefined ? '' : ` ${field}`}: ${message}`);
  });
  if (checked.unaccounted.length > 0) print(`not accounted for: ${checked.unaccounted.length}`);
  for (const { line, text } of checked.unaccounted) print(`  line ${line}: ${text}`);
  if (checked.discardedBytes > 0) print(`discarded: ${checked.discardedBytes} bytes that are part of no record`);
  if (checked.ambiguousTimes.length > 0) {
    print(`ambiguous: ${checked.ambiguousTimes.length} times in an hour that the clocks repeat, resolved by the time of receiving`);
  }
  const rejected = checked.records.reduce((sum, { faults }) => sum + faults.length, 0);
  print(`${checked.records.length} records, ${rejected} rejected, ${checked.unaccounted.length} lines not accounted for`);
}

function contentOf(fact: Fact): unknown {
  const { kind: _kind, ...content } = fact;
  return Object.values(content)[0];
}

/** Values with the way to them, times as local ones. Empty lists and what is not there are left out. */
function leaves(value: unknown, path: string, timeZone: string): [string, string][] {
  if (value === undefined || value === null || value === false) return [];
  if (typeof value === 'number' && /(At|times\.\w+|callTimes\.\w+)$/.test(path)) return [[path, localTime(value, timeZone)]];
  if (typeof value !== 'object') return [[path, String(value)]];
  if (Array.isArray(value)) return value.flatMap((item, index) => leaves(item, `${path}[${index}]`, timeZone));
  return Object.entries(value).flatMap(([key, item]) => leaves(item, path === '' ? key : `${path}.${key}`, timeZone));
}

function localTime(at: number, timeZone: string): string {
  const local = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(at);
  return `${local} (${new Date(at).toISOString()})`;
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'it cannot be opened';
}
