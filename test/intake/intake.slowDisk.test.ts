import { Intake } from '../../src/intake/intake';
import type { Records } from '../../src/intake/records';
import { silentLogger } from '../../src/logger';
import { type Desk, deskPerTest } from '../support/desk';

const desks = deskPerTest();

/** The desk's intake over a disk that takes so long for each commit, and a processor that takes so long for each frame. */
function intakeOf(desk: Desk, pace: { syncMs: number; frameMs: number }) {
  const groups: number[] = [];
  const { store, clock, profile } = desk;
  const slow = {
    async transaction<T>(work: (records: Records) => Promise<T>): Promise<T> {
      const result = await store.transaction((records) =>
        work(
          new Proxy(records, {
            get: (target, name) => {
              if (name === 'addFrame') clock.advance(pace.frameMs);
              const value = Reflect.get(target, name) as unknown;
              return typeof value === 'function' ? value.bind(target) : value;
            },
          }),
        ),
      );
      clock.advance(pace.syncMs);
      return result;
    },
  };
  // Every frame is kept, and none is understood: what is made of them does not matter here.
  const intake = new Intake({
    ...{ store: slow, formats: new Map(), policy: () => profile, mode: 'live', clock, logger: silentLogger },
    onCommitted: ({ frames }) => groups.push(frames),
  });
  return { intake, groups };
}

const flood = (desk: Desk, intake: Intake, frames: number) =>
  Promise.all(
    Array.from({ length: frames }, (_, n) =>
      intake.accept({ feedId: 'cad', receivedAt: desk.clock.now(), bytes: new TextEncoder().encode(`frame ${n}`) }),
    ),
  );

it('takes more frames together while the disk is slow, fewer again when it is not, and keeps their order', async () => {
  const desk = await desks.open();
  const pace = { syncMs: 2_000, frameMs: 1 };
  const { intake, groups } = intakeOf(desk, pace);
  await flood(desk, intake, 1_000);
  expect(groups).toEqual([16, 128, 256, 256, 256, 88]);
  pace.syncMs = 0;
  groups.length = 0;
  await flood(desk, intake, 600);
  expect(groups.slice(0, 6)).toEqual([256, 128, 64, 32, 16, 16]);
  expect(Math.max(...groups.slice(4))).toBe(16);
  const stored = await desk.store.transaction(async (records) => {
    const texts: string[] = [];
    for (let id = 1; id <= 1_600; id++) texts.push(new TextDecoder().decode((await records.frame(id))?.bytes));
    return texts;
  });
  expect(stored.slice(0, 1_000)).toEqual(Array.from({ length: 1_000 }, (_, n) => `frame ${n}`));
});

it('takes no more together than ever where the disk keeps up', async () => {
  const desk = await desks.open();
  const { intake, groups } = intakeOf(desk, { syncMs: 2, frameMs: 1 });
  await flood(desk, intake, 160);
  expect(groups).toEqual(Array.from({ length: 10 }, () => 16));
});
