import Papa from 'papaparse';
import type { RosterEntry as Entry } from './policy/usePolicyDraft';

/** What a file says of a roster, beside the roster as it is. */
export interface ReadRoster {
  readonly entries: readonly Entry[];
  readonly added: readonly Entry[];
  readonly changed: readonly Entry[];
  /** On the roster, and not in the file. */
  readonly gone: readonly Entry[];
  readonly same: number;
  /** Rows that were left out, each with its line and why. */
  readonly problems: readonly string[];
}

const COLUMNS = {
  id: /^(id|badge|badge ?no\.?|officer ?id|employee)$/i,
  name: /^(name|display ?name|officer)$/i,
  phone: /^(phone|telephone|number|contact)$/i,
};

/** People are told to call it: what cannot be called must not get into a text. */
const MIN_DIGITS = 7;

/** Reads a file with a heading of `id`, `name` and `phone`, in any order. What cannot be used is named by its line. */
export function readRosterCsv(text: string, roster: readonly Entry[]): ReadRoster {
  const nothing = { entries: [], added: [], changed: [], gone: [], same: 0 };
  const { data } = Papa.parse<string[]>(text.replace(/^\uFEFF/, ''), { skipEmptyLines: 'greedy' });
  const [heading = [], ...rows] = data;
  const place = (column: keyof typeof COLUMNS) => heading.findIndex((name) => COLUMNS[column].test(name.trim()));
  const places = { id: place('id'), name: place('name'), phone: place('phone') };
  const missing = (['id', 'name'] as const).filter((column) => places[column] < 0);
  if (missing.length > 0)
    return { ...nothing, problems: [`The first line must name the columns; there is no ${missing.join(' and no ')}`] };

  const problems: string[] = [];
  const byId = new Map<string, Entry>();
  for (const [index, row] of rows.entries()) {
    const line = index + 2;
    const [id, name, phone] = [places.id, places.name, places.phone].map((at) => (row[at] ?? '').trim()) as [
      string,
      string,
      string,
    ];
    if (id === '' || name === '') problems.push(`Line ${line}: ${id === '' ? 'the id' : 'the name'} is missing`);
    else if (byId.has(id)) problems.push(`Line ${line}: the id ${id} is there twice; the first one counts`);
    else {
      const isNumber = phone === '' || phone.replace(/\D/g, '').length >= MIN_DIGITS;
      if (!isNumber) problems.push(`Line ${line}: the number of ${id} has fewer than seven digits; ${id} is taken without it`);
      byId.set(id, { id, name, phone: isNumber ? phone : '' });
    }
  }
  const entries = [...byId.values()];
  const before = new Map(roster.map((entry) => [entry.id, entry]));
  const differs = (entry: Entry) => {
    const known = before.get(entry.id);
    return known !== undefined && (known.name !== entry.name || known.phone !== entry.phone);
  };
  const added = entries.filter(({ id }) => !before.has(id));
  const changed = entries.filter(differs);
  return {
    entries,
    added,
    changed,
    gone: roster.filter(({ id }) => !byId.has(id)),
    same: entries.length - added.length - changed.length,
    problems,
  };
}

/** The roster as such a file. */
export function rosterCsv(roster: readonly Entry[]): string {
  return `${Papa.unparse({ fields: ['id', 'name', 'phone'], data: roster.map(({ id, name, phone }) => [id, name, phone]) }, { escapeFormulae: true })}\r\n`;
}
