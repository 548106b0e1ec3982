import { isLive, ownIdentity, startInPs, startInStat } from '../../src/store/processIdentity';

it('knows itself, and not itself at another start', () => {
  const own = ownIdentity();
  expect(own.startedAt).not.toBe('unknown');
  expect(isLive(own)).toBe(true);
  expect(isLive({ ...own, startedAt: 'long ago' })).toBe(false);
});

it('in doubt, an owner counts as live', () => {
  expect(isLive({ pid: process.pid, startedAt: 'unknown' })).toBe(true);
  expect(isLive({ pid: 2 ** 22 + 1, startedAt: 'unknown' })).toBe(false);
});

const STAT = 'S 1 2 2 0 -1 4194560 1 0 0 0 5 6 0 0 20 0 11 0 884422 1000 200';

it('finds field 22 behind any command name', () => {
  expect(startInStat(`2 (node) ${STAT}`)).toBe('884422');
  expect(startInStat(`2 (a) b (c)) ${STAT}`)).toBe('884422');
  expect(startInStat(`2 (node) ${STAT.replace('S', 'Z')}`)).toBeUndefined();
});

it('reads what ps says, whatever the width of its columns', () => {
  expect(startInPs('S    Fri Mar  6 09:12:01 2026    \n')).toBe('Fri Mar 6 09:12:01 2026');
  expect(startInPs('Ss+  Fri Mar 13 09:12:01 2026\n')).toBe('Fri Mar 13 09:12:01 2026');
  expect(startInPs('Z    Fri Mar  6 09:12:01 2026\n')).toBeUndefined();
  expect(startInPs('\n')).toBeUndefined();
});
