import { MachineRest } from '../src/machineRest';
import { FakeClock } from './support/fakeClock';

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const OPEN = { open: true } as const;

function rest() {
  const clock = new FakeClock();
  const onAwake = jest.fn();
  return { clock, onAwake, machine: new MachineRest({ clock, logger: silent, onAwake }) };
}

it('lets nothing leave from the announcement of sleep until some time after the wake', () => {
  const { clock, machine, onAwake } = rest();
  expect(machine.closing(OPEN)).toEqual(OPEN);
  machine.hear('suspend');
  expect(machine.closing(OPEN)).toMatchObject({ open: false, state: 'waiting' });
  machine.hear('resume');
  expect(onAwake).toHaveBeenCalledTimes(1);
  expect(machine.closing(OPEN)).toMatchObject({ open: false });
  clock.advance(2_000);
  expect([machine.closing(OPEN), onAwake.mock.calls.length]).toEqual([OPEN, 2]);
});

it('opens again by itself where the sleep never came, and keeps what is closed for other reasons', () => {
  const { clock, machine } = rest();
  const stopped = { open: false, state: 'stopped', reason: 'Sending is stopped by a person' } as const;
  machine.hear('suspend');
  expect(machine.closing(stopped)).toBe(stopped);
  clock.advance(120_000);
  expect(machine.closing(OPEN)).toEqual(OPEN);
});

it('rests on waking also where nobody announced the sleep, or the timer that ends the rest came before the word of the wake', () => {
  const { clock, machine } = rest();
  machine.hear('resume');
  expect(machine.closing(OPEN)).toMatchObject({ open: false });
  clock.advance(2_000);
  expect(machine.closing(OPEN)).toEqual(OPEN);
  machine.hear('suspend');
  clock.advance(120_000);
  machine.hear('resume');
  expect(machine.closing(OPEN)).toMatchObject({ open: false });
  clock.advance(2_000);
  expect(machine.closing(OPEN)).toEqual(OPEN);
});

it('a timer that comes much too late has slept through: it is the wake that has come, and takes its time', () => {
  const { clock, machine } = rest();
  machine.hear('suspend');
  clock.jump(25 * 60_000);
  clock.advance(120_000);
  expect(machine.closing(OPEN)).toMatchObject({ open: false });
  clock.advance(2_000);
  expect(machine.closing(OPEN)).toEqual(OPEN);
});
