import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { layoutText } from './console/layoutText';
import type { ShippedLayout } from './contract/setup';

/** The layouts in `resources/layouts`, each a file of its own, by name. */
export function shippedLayouts(resourcesDirectory: string): ShippedLayout[] {
  const directory = join(resourcesDirectory, 'layouts');
  return readdirSync(directory)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => {
      const { $schema: _, $comment: about, ...layout } = JSON.parse(readFileSync(join(directory, file), 'utf8'));
      return { name: file.replace(/\.json$/, ''), kind: String(layout.kind), about: about ?? '', text: layoutText(layout) };
    });
}
