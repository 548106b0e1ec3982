import Papa from 'papaparse';
import type { RosterEntry as Entry } from './policy/usePolicyDraft';

/** What a file says of a roster, beside the roster as it is. */
export interface ReadRoster {
  readonly entries: readonly Entry[];
  readonly added: readonly Entry[];
  readonly changed: readonly Entry[];
  /** On the roster, and in a row that cannot be used: they stay as they are, whatever is taken. */
  readonly kept: readonly Entry[];
  /** On the roster, and not in the file. */
  readonly gone: readonly Entry[];
  readonly same: number;
  /** Rows that were left out, each with its line and why. */
  readonly problems: readonly string[];
  /** Every row says whom it is about: who is not in the file is really not in it. */
  readonly mayReplace: boolean;
}

const COLUMNS = {
  id: /^(id|badge|badge ?no\.?|officer ?id|employee)$/i,
  name: /^(name|display ?name|officer)$/i,
  phone: /^(phone|telephone|number|contact)$/i,
};

/** People are told to call it: what cannot be called must not get into a text. */
const MIN_DIGITS = 7;
const WITH_AREA_CODE = 10;

/** Bytes that stand for nothing in Windows-1252, and the one that no text has. */
const NO_TEXT: ReadonlySet<number> = new Set([0x00, 0x81, 0x8d, 0x8f, 0x90, 0x9d]);

/** A file as text: UTF-8, or Windows-1252, which Excel writes where it is not told otherwise; a guess would put wrong names into texts. */
export function decodeRoster(
  bytes: Uint8Array,
): { readonly text: string; readonly isWindows: boolean } | { readonly problem: string } {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return { text, isWindows: false };
  } catch {
    // Not UTF-8: looked at below.
  }
  const wrong = bytes.findIndex((byte) => NO_TEXT.has(byte));
  if (wrong < 0) return { text: new TextDecoder('windows-1252').decode(bytes), isWindows: true };
  const byte = `0x${(bytes[wrong] as number).toString(16).padStart(2, '0')}`;
  return {
    problem: `It is neither UTF-8 nor Windows-1252 text: byte ${wrong + 1} is ${byte}. Save it as “CSV UTF-8” and choose it again`,
  };
}

/** Reads a file with a heading of `id`, `name` and `phone`, in any order. What cannot be used is named by its line. */
export function readRosterCsv(text: string, roster: readonly Entry[]): ReadRoster {
  const { rows, problems, isWhole } = rowsOf(text);
  const [heading, ...people] = rows;
  const place = (column: keyof typeof COLUMNS) => heading?.cells.findIndex((name) => COLUMNS[column].test(name.trim())) ?? -1;
  const places = { id: place('id'), name: place('name'), phone: place('phone') };
  const missing = (['id', 'name'] as const).filter((column) => places[column] < 0);
  if (missing.length > 0) {
    const nothing = { entries: [], added: [], changed: [], kept: [], gone: [], same: 0, mayReplace: false };
    return { ...nothing, problems: [`The first line must name the columns; there is no ${missing.join(' and no ')}`] };
  }
  const before = new Map(roster.map((entry) => [entry.id, entry]));
  const byId = new Map<string, Entry>();
  const inError = new Set<string>();
  let mayReplace = isWhole;
  for (const { line, cells } of people) {
    const [id, name, phone] = [places.id, places.name, places.phone].map((at) => plain(cells[at] ?? '')) as [
      string,
      string,
      string,
    ];
    const known = before.get(id);
    const leave = (why: string) => {
      inError.add(id);
      problems.push(`Line ${line}: ${why}${known === undefined || byId.has(id) ? '' : `; ${known.name} stays as they are`}`);
    };
    if (id === '') {
      mayReplace = false;
      problems.push(`Line ${line}: the id is missing`);
    } else if (byId.has(id)) problems.push(`Line ${line}: the id ${id} is there twice; the first one counts`);
    else if (name === '') leave('the name is missing');
    else {
      const digits = phone.replace(/\D/g, '').length;
      const isNumber = phone === '' || digits >= MIN_DIGITS;
      const tooShort = `the number of ${id} has fewer than seven digits`;
      if (!isNumber && known !== undefined) leave(tooShort);
      else {
        if (!isNumber) problems.push(`Line ${line}: ${tooShort}; ${id} is taken without it`);
        // Taken, for it may be dialled so; but whoever is texted reads it as it stands, on a phone from anywhere.
        else if (phone !== '' && digits < WITH_AREA_CODE) problems.push(`Line ${line}: the number of ${id} has no area code`);
        byId.set(id, { id, name, phone: isNumber ? phone : '' });
      }
    }
  }
  const entries = [...byId.values()];
  const differs = (entry: Entry) => {
    const known = before.get(entry.id);
    return known !== undefined && (known.name !== entry.name || known.phone !== entry.phone);
  };
  const added = entries.filter(({ id }) => !before.has(id));
  const changed = entries.filter(differs);
  const others = roster.filter(({ id }) => !byId.has(id));
  return {
    entries,
    added,
    changed,
    kept: others.filter(({ id }) => inError.has(id)),
    gone: others.filter(({ id }) => !inError.has(id)),
    same: entries.length - added.length - changed.length,
    problems,
    mayReplace,
  };
}

interface Row {
  /** As an editor counts it, where the row begins. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** The rows with anything in them; blank ones and line ends within a cell count as lines. */
function rowsOf(text: string): { readonly rows: readonly Row[]; readonly problems: string[]; readonly isWhole: boolean } {
  const { data, errors } = Papa.parse<string[]>(text.replace(/^\uFEFF/, ''));
  let line = 1;
  const all = data.map((cells): Row => {
    const row = { line, cells };
    line += 1 + cells.reduce((ends, cell) => ends + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0);
    return row;
  });
  // A quotation mark that is not closed takes in the rows that follow, and with them people.
  const quotes = errors.filter(({ type }) => type === 'Quotes');
  const problems = quotes.map(
    ({ row = 0 }) => `Line ${all[row]?.line ?? row + 1}: a quotation mark is not closed, or stands within a cell`,
  );
  const rows = all.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  return { rows, problems: [...new Set(problems)], isWhole: quotes.length === 0 };
}

/** A cell without the mark that keeps a spreadsheet from running it, which `rosterCsv` puts there. */
function plain(cell: string): string {
  return cell.replace(/^'(?=[=+\-@\t\r])/, '').trim();
}

/** The roster as such a file. */
export function rosterCsv(roster: readonly Entry[]): string {
  return `${Papa.unparse({ fields: ['id', 'name', 'phone'], data: roster.map(({ id, name, phone }) => [id, name, phone]) }, { escapeFormulae: true })}\r\n`;
}
