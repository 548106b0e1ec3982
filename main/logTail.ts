import type { UtilityProcess } from 'electron';

const LINES = 500;
const LONGEST_LINE = 2_000;

/** The last lines that appliances logged, for diagnostics; passed on to where the shell's own log goes. */
export class LogTail {
  readonly #lines: string[] = [];
  #unfinished = '';

  follow({ stdout, stderr }: UtilityProcess): void {
    for (const stream of [stdout, stderr]) {
      stream?.on('data', (bytes) => {
        process.stderr.write(bytes);
        this.#add(String(bytes));
      });
    }
  }

  lines(): readonly string[] {
    return this.#lines;
  }

  #add(text: string): void {
    const lines = (this.#unfinished + text).split('\n');
    this.#unfinished = (lines.pop() ?? '').slice(-LONGEST_LINE);
    this.#lines.push(...lines.map((line) => line.slice(0, LONGEST_LINE)));
    this.#lines.splice(0, Math.max(0, this.#lines.length - LINES));
  }
}
