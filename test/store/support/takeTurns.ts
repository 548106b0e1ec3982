import { closeSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isHeraldError } from '../../../src/heraldError';
import { ownDataDirectory } from '../../../src/store/dataDirectory';

// Owns a directory as often as told, together with others, and says how often somebody else was inside at the same time.
const directory = process.argv[3] as string;
let turns = Number(process.argv[4]);
let collisions = 0;
let refusals = 0;
const pidFile = path.join(directory, 'herald.pid');
const inside = path.join(directory, 'inside');
while (turns > 0) {
  try {
    const owned = ownDataDirectory(directory);
    try {
      closeSync(openSync(inside, 'wx'));
    } catch {
      collisions++;
    }
    rmSync(inside, { force: true });
    if (turns-- % 2 === 0) owned.release();
    else {
      // As if it had been killed here: the file stays, and whoever wrote it is not live.
      const dead = path.join(directory, `dead.${process.pid}`);
      writeFileSync(dead, JSON.stringify({ pid: process.pid, startedAt: 'long ago', entry: `${process.pid}/${turns}` }));
      renameSync(dead, pidFile);
    }
  } catch (error) {
    if (!isHeraldError(error, 'store.dataDirectoryInUse')) throw error;
    refusals++;
  }
}
process.stdout.write(`${JSON.stringify({ collisions, refusals })}\n`);
