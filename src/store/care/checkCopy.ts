import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';

export interface CheckResult {
  readonly whole: boolean;
  /** SQLite's words for what is wrong, or why it could not be read; no values. */
  readonly reason: string | undefined;
}

/**
 * A thread of its own, since a check reads the whole file: a second for every some tens of megabytes. As text, because the
 * three hosts (headless, desktop, tests) load code in three ways, and this is all that the thread has to run.
 */
const CHECK = `
const { parentPort, workerData } = require('node:worker_threads');
let reason;
try {
  const sqlite = require(workerData.sqlite);
  const database = new sqlite.Database(workerData.file, { readOnly: true, fileMustExist: true });
  try {
    const rows = database.all('PRAGMA integrity_check(3)');
    const words = rows.map((row) => String(row.integrity_check));
    if (words.length !== 1 || words[0] !== 'ok') reason = words.join('; ').slice(0, 300);
  } finally {
    database.close();
  }
} catch (error) {
  reason = String(error && error.message).replace(/'[\\s\\S]*$/, '...').slice(0, 300);
}
parentPort.postMessage({ reason });
`;

/**
 * Reads a closed database file from end to end, off this thread. The file must not need a log beside it. Rejects only
 * where `signal` is aborted.
 */
export function checkCopy(file: string, signal?: AbortSignal): Promise<CheckResult> {
  const sqlite = createRequire(__filename).resolve('node-sqlite3-wasm');
  return new Promise((resolve, reject) => {
    const worker = new Worker(CHECK, { eval: true, workerData: { file, sqlite } });
    const abort = () => {
      void worker.terminate();
      reject(signal?.reason);
    };
    if (signal?.aborted === true) return abort();
    signal?.addEventListener('abort', abort, { once: true });
    const settle = (reason: string | undefined) => {
      signal?.removeEventListener('abort', abort);
      void worker.terminate();
      resolve({ whole: reason === undefined, reason });
    };
    worker.once('message', ({ reason }: { reason?: string }) => settle(reason));
    worker.once('error', () => settle('the check itself failed'));
    worker.once('exit', () => settle('the check ended without a result'));
  });
}
