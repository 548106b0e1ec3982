import { readFileSync } from 'node:fs';
import path from 'node:path';

const css = readFileSync(path.resolve(__dirname, '../../renderer/styles/tokens.css'), 'utf8');
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(([, name, day, night]) => [name, { day, night }]),
);

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((from) => {
    const part = Number.parseInt(colour.slice(from, from + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const colour = (name: string, theme: 'day' | 'night'): string => {
  const found = tokens.get(name)?.[theme];
  if (found === undefined) throw new Error(`No token ${name}`);
  return found;
};

describe.each(['day', 'night'] as const)('%s', (theme) => {
  describe.each(['bg', 'panel', 'raised'])('on %s', (ground) => {
    // WCAG 2.2: 1.4.3 for text, 1.4.11 for lines, icons and focus.
    test.each([...['text', 'muted', 'p1', 'p2', 'p3'].map((name) => [name, 4.5] as const), ['line', 3] as const])(
      '%s has a contrast of at least %d',
      (name, least) => {
        expect(contrast(colour(name, theme), colour(ground, theme))).toBeGreaterThanOrEqual(least);
      },
    );
  });
});
