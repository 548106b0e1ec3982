import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { HeraldError } from '../../src/heraldError';
import { ownDataDirectory, removeStaleLock } from '../../src/store/dataDirectory';
import { ownIdentity } from '../../src/store/processIdentity';
import { Child } from './support/child';
import { temporaryDirectory } from './support/temporaryDirectory';

const onLinux = process.platform === 'linux' ? it : it.skip;
const children: Child[] = [];

function started(child: Child): Child {
  children.push(child);
  return child;
}

function thrownBy(work: () => unknown): HeraldError {
  try {
    work();
  } catch (error) {
    if (error instanceof HeraldError) return error;
    throw error;
  }
  throw new Error('Nothing was thrown');
}

/** Settles once /proc says that the process is a zombie. */
async function zombie(pid: number): Promise<void> {
  while (!/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) await new Promise((resolve) => setImmediate(resolve));
}

afterEach(async () => {
  await Promise.all(children.splice(0).map((child) => child.kill()));
});

it('makes the directory for its owner alone, and leaves nothing behind when released', () => {
  const directory = path.join(temporaryDirectory(), 'a', 'data');
  const owned = ownDataDirectory(directory);
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  expect(readdirSync(directory)).toEqual(['herald.pid']);
  expect(statSync(path.join(directory, 'herald.pid')).mode & 0o777).toBe(0o600);
  owned.release();
  owned.release();
  expect(readdirSync(directory)).toEqual([]);
  ownDataDirectory(directory).release();
});

it('is in use for the same process, too', () => {
  const directory = temporaryDirectory();
  const owned = ownDataDirectory(directory);
  const error = thrownBy(() => ownDataDirectory(directory));
  expect([error.code, error.context]).toEqual(['store.dataDirectoryInUse', { pid: process.pid }]);
  expect(readdirSync(directory)).toEqual(['herald.pid']);
  owned.release();
});

it('is in use while another process is live, and free once that was killed', async () => {
  const directory = temporaryDirectory();
  const child = started(Child.ofTypeScript('ownOnDemand', directory));
  const { pid } = await child.next<{ pid: number }>();
  const error = thrownBy(() => ownDataDirectory(directory));
  expect([error.code, error.context]).toEqual(['store.dataDirectoryInUse', { pid }]);
  await child.kill();
  const owned = ownDataDirectory(directory);
  expect(JSON.parse(readFileSync(path.join(directory, 'herald.pid'), 'utf8'))).toMatchObject({ pid: process.pid });
  expect(readdirSync(directory)).toEqual(['herald.pid']);
  owned.release();
});

onLinux('a zombie is not a live owner', async () => {
  const directory = temporaryDirectory();
  // The shell starts the owner in the background and then becomes a program that never waits for it.
  const command = Child.arguments('ownOnDemand', directory);
  const parent = started(Child.of('sh', '-c', '"$0" "$@" & exec sleep 600', process.execPath, ...command));
  const { pid } = await parent.next<{ pid: number }>();
  expect(thrownBy(() => ownDataDirectory(directory)).context).toEqual({ pid });
  process.kill(pid, 'SIGKILL');
  await zombie(pid);
  ownDataDirectory(directory).release();
});

it('another process that has the id now is not a live owner', () => {
  const directory = temporaryDirectory();
  const { pid, startedAt } = ownIdentity();
  writeFileSync(path.join(directory, 'herald.pid'), JSON.stringify({ pid, startedAt: `${startedAt}0` }));
  ownDataDirectory(directory).release();
  writeFileSync(path.join(directory, 'herald.pid'), JSON.stringify({ pid, startedAt }));
  expect(thrownBy(() => ownDataDirectory(directory)).context).toEqual({ pid });
});

it.each(['', '{"pid":', '12', '{"pid":-1,"startedAt":"x"}'])('a pid file damaged to %j has no live owner', (content) => {
  const directory = temporaryDirectory();
  writeFileSync(path.join(directory, 'herald.pid'), content);
  ownDataDirectory(directory).release();
  expect(readdirSync(directory)).toEqual([]);
});

it('says what is wrong with a place that cannot be a directory', () => {
  const file = path.join(temporaryDirectory(), 'file');
  writeFileSync(file, '');
  const error = thrownBy(() => ownDataDirectory(path.join(file, 'data')));
  expect([error.code, error.context]).toEqual(['store.noDataDirectory', { error: 'ENOTDIR' }]);
  expect(thrownBy(() => ownDataDirectory(file))).toMatchObject({ code: 'store.noDataDirectory', context: { error: 'EEXIST' } });
});

onLinux('gives up where no directory can be made, instead of trying for ever', () => {
  expect(thrownBy(() => ownDataDirectory('/proc/herald/data'))).toMatchObject({ code: 'store.noDataDirectory' });
});

it('makes its parents too, for nobody else', () => {
  const directory = path.join(temporaryDirectory(), 'a', 'b');
  ownDataDirectory(directory).release();
  expect([statSync(directory).mode & 0o777, statSync(path.dirname(directory)).mode & 0o777]).toEqual([0o700, 0o700]);
});

it('of several processes that find a dead owner, exactly one takes over', async () => {
  const contenders = Array.from({ length: 4 }, () => started(Child.ofTypeScript('ownOnDemand')));
  for (let round = 0; round < 25; round++) {
    const directory = temporaryDirectory();
    if (round % 5 > 0) writeFileSync(path.join(directory, 'herald.pid'), '{"pid":1,"startedAt":"long ago"}');
    for (const contender of contenders) contender.say(directory);
    const answers = await Promise.all(contenders.map((contender) => contender.next<{ owned: boolean; code?: string }>()));
    expect(answers.filter((answer) => answer.owned)).toHaveLength(1);
    expect(answers.filter((answer) => answer.code === 'store.dataDirectoryInUse')).toHaveLength(3);
    expect(readdirSync(directory).filter((name) => !name.includes('.after-'))).toEqual(['herald.pid']);
  }
});

it('processes that give it up or die in turn are never inside together', async () => {
  const directory = temporaryDirectory();
  const contenders = Array.from({ length: 3 }, () => started(Child.ofTypeScript('takeTurns', directory, '60')));
  const ends = await Promise.all(contenders.map((contender) => contender.next<{ collisions: number }>()));
  expect(ends.map((end) => end.collisions)).toEqual([0, 0, 0]);
});

it('removes the stale lock of a database, and nothing else', () => {
  const directory = temporaryDirectory();
  const owned = ownDataDirectory(directory);
  writeFileSync(path.join(directory, 'herald.sqlite'), '');
  mkdirSync(path.join(directory, 'herald.sqlite.lock'));
  expect(removeStaleLock(owned, 'herald.sqlite')).toBe(true);
  expect(removeStaleLock(owned, 'herald.sqlite')).toBe(false);
  expect(existsSync(path.join(directory, 'herald.sqlite'))).toBe(true);
  owned.release();
});
