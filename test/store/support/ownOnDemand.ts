import { createInterface } from 'node:readline';
import { isHeraldError } from '../../../src/heraldError';
import { type OwnedDataDirectory, ownDataDirectory } from '../../../src/store/dataDirectory';

// Each line is a directory to own, and is answered by what came of it. Everything owned is kept until the process ends.
const owned: OwnedDataDirectory[] = [];
const answer = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`);
createInterface({ input: process.stdin }).on('line', (directory) => {
  try {
    owned.push(ownDataDirectory(directory));
    answer({ owned: true, pid: process.pid });
  } catch (error) {
    answer({ owned: false, code: isHeraldError(error) ? error.code : String(error), pid: process.pid });
  }
});
if (process.argv[3] !== undefined) {
  owned.push(ownDataDirectory(process.argv[3]));
  answer({ owned: true, pid: process.pid });
  // Goes on without a stdin, too.
  setInterval(() => {}, 60_000);
}
