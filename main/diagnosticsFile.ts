import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { app, dialog } from 'electron';
import type { Clock } from '../src/clock';
import { durations } from '../src/clock';
import type { ApplianceHost } from './applianceHost';

type Report = Readonly<Record<string, unknown>>;
const LONGEST_WAIT_MS = 5 * durations.SECOND;

/** Anything of seven digits or more, however it is grouped: logs have none, and what slipped in stays here. */
const NUMBERS = /\+?\d(?:[\s().-]{0,2}\d){6,}/g;
/** Times may stay: epoch milliseconds, and dates. */
const TIME = /^(1\d{12}|\d{4}-\d\d-\d\d)$/;
const redacted = (line: string) => line.replace(NUMBERS, (number) => (TIME.test(number) ? number : '[number]'));

/** Asks the appliance for its part, and goes without where it does not answer: then that is what is wrong. */
export class DiagnosticsFile {
  readonly #host: Pick<ApplianceHost, 'tell'>;
  readonly #clock: Clock;
  readonly #waiting = new Map<number, (report: Report) => void>();
  #lastId = 0;

  constructor(host: Pick<ApplianceHost, 'tell'>, clock: Clock) {
    this.#host = host;
    this.#clock = clock;
  }

  answered(id: number, report: Report): void {
    this.#waiting.get(id)?.(report);
    this.#waiting.delete(id);
  }

  /** Asks where to, writes a JSON file, and says where it is. */
  async save(logLines: readonly string[]): Promise<void> {
    const day = new Date(this.#clock.now()).toISOString().slice(0, 10);
    const defaultPath = path.join(app.getPath('documents'), `herald-diagnostics-${day}.json`);
    const { canceled, filePath } = await dialog.showSaveDialog({ title: 'Export diagnostics', defaultPath });
    if (canceled || filePath === '') return;
    const report = {
      shell: {
        version: app.getVersion(),
        versions: { electron: process.versions.electron, chrome: process.versions.chrome, node: process.versions.node },
        system: { platform: process.platform, arch: process.arch, isPackaged: app.isPackaged },
      },
      appliance: await this.#ask(),
      log: logLines.map(redacted),
    };
    try {
      writeFileSync(filePath, `${JSON.stringify(report, undefined, 2)}\n`, { mode: 0o600 });
    } catch (error) {
      await dialog.showMessageBox({
        type: 'error',
        title: 'Herald',
        message: `Could not be written: ${(error as NodeJS.ErrnoException).code}`,
      });
    }
  }

  #ask(): Promise<Report> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve) => {
      if (!this.#host.tell({ type: 'diagnose', id })) {
        resolve({ absent: 'it is not running' });
        return;
      }
      const cancel = this.#clock.after(LONGEST_WAIT_MS, () => this.answered(id, { absent: 'it did not answer' }));
      this.#waiting.set(id, (report) => {
        cancel();
        resolve(report);
      });
    });
  }
}
