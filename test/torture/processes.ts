import { fork } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';

/** As many as the machine can run at once. */
export const defaultJobs = (): number => os.availableParallelism();

/**
 * Has every piece of work done by one of so many processes, which run `piece.ts`, and tells each result as it comes. Rejects
 * where a process ends before its piece is done.
 */
export async function inProcesses<Work extends object, Result>(
  pieces: Iterable<Work>,
  jobs: number,
  told: (result: Result, work: Work) => void,
): Promise<void> {
  const left = pieces[Symbol.iterator]();
  const workers = Array.from({ length: jobs }, async () => {
    let piece = left.next();
    if (piece.done === true) return;
    // Beside this code where it is built.
    const child = fork(path.join(__dirname, 'piece.cjs'), { execArgv: ['--enable-source-maps'] });
    try {
      for (; piece.done !== true; piece = left.next()) {
        const work = piece.value;
        const result = await new Promise<Result>((resolve, reject) => {
          const ended = (code: number | null, signal: string | null) =>
            reject(new Error(`A process ended with ${signal ?? code} over ${JSON.stringify(work)}`));
          child.once('exit', ended);
          child.once('message', (message) => {
            child.off('exit', ended);
            resolve(message as Result);
          });
          child.send(work);
        });
        told(result, work);
      }
    } finally {
      child.kill('SIGKILL');
    }
  });
  await Promise.all(workers);
}
