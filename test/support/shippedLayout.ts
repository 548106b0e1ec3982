import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Layout, layoutSchema } from '../../src/feed/formats/layout';

const LAYOUTS = path.resolve(__dirname, '../../resources/layouts');

/** A layout that ships with the project. */
export function shippedLayout(name: string): Layout {
  return layoutSchema.parse(JSON.parse(readFileSync(path.join(LAYOUTS, `${name}.json`), 'utf8')));
}

/** Its invented sample. */
export function shippedSample(name: string): Buffer {
  const folder = path.join(LAYOUTS, 'samples');
  const file = readdirSync(folder).find((candidate) => path.parse(candidate).name === name);
  if (file === undefined) throw new Error(`No sample of ${name}`);
  return readFileSync(path.join(folder, file));
}
