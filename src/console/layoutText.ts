const MAX_LINE = 76;

/** A layout as JSON for people: two blanks to a level, but lists and maps that fit stay on one line. */
export function layoutText(json: unknown, indent = ''): string {
  if (typeof json !== 'object' || json === null) return JSON.stringify(json);
  const flat = Array.isArray(json);
  const entries: [string, unknown][] = flat
    ? json.map((item) => ['', item])
    : Object.entries(json).filter(([, each]) => each !== undefined);
  if (entries.length === 0) return flat ? '[]' : '{}';
  const inner = `${indent}  `;
  const parts = entries.map(([key, value]) => `${flat ? '' : `${JSON.stringify(key)}: `}${layoutText(value, inner)}`);
  const line = flat ? `[${parts.join(', ')}]` : `{ ${parts.join(', ')} }`;
  const scalar = entries.every(([, value]) => typeof value !== 'object' || value === null);
  if (indent !== '' && line.length + indent.length <= MAX_LINE && !line.includes('\n') && (scalar || entries.length <= 2))
    return line;
  const rows = flat && scalar ? filled(parts, MAX_LINE - inner.length) : parts.map((part) => `${part},`);
  const body = rows
    .map((row) => inner + row)
    .join('\n')
    .replace(/,$/, '');
  return `${flat ? '[' : '{'}\n${body}\n${indent}${flat ? ']' : '}'}`;
}

/** As many to a row as fit. */
function filled(parts: readonly string[], width: number): string[] {
  const rows: string[] = [];
  for (const part of parts) {
    const last = rows.at(-1);
    if (last !== undefined && last.length + part.length + 2 <= width) rows[rows.length - 1] = `${last} ${part},`;
    else rows.push(`${part},`);
  }
  return rows;
}

/** Every key and text of a layout: what its author wrote is nobody's secret. Comments are left out. */
export function literalsOf(json: unknown): readonly string[] {
  if (typeof json === 'string') return [json];
  if (Array.isArray(json)) return json.flatMap(literalsOf);
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([key, value]) => (key.startsWith('$') ? [] : [key, ...literalsOf(value)]));
}
