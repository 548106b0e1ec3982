/**
 * File names in the order in which they were exported: by what follows the last underscore, which is where New World puts
 * the export time (`239_2026012613150742.xml`), else by the whole name.
 */
export function inExportOrder(names: readonly string[]): string[] {
  return names
    .map((name) => ({ name, exported: name.slice(name.lastIndexOf('_') + 1) }))
    .sort((a, b) => compare(a.exported, b.exported) || compare(a.name, b.name))
    .map(({ name }) => name);
}

/** False for files that are hidden or, by their name, still being written. */
export function isExportName(name: string): boolean {
  return !name.startsWith('.') && !/\.(tmp|part|partial)$/i.test(name);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
