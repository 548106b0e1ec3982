import { fileURLToPath } from 'node:url';

/** The project's directory, with a trailing separator. */
export const root = fileURLToPath(new URL('../', import.meta.url));

/** @param {string} line what a person at the terminal should know; stdout belongs to what the scripts start */
export function say(line) {
  process.stderr.write(`${line}\n`);
}
