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
  const stopped = { open: false, state: 'stopped', reason: 'Sending is stopped' } as const;
  machine.hear('suspend');
  expect(machine.closing(stopped)).toBe(stopped);
  clock.advance(120_000);
  expect(machine.closing(OPEN)).toEqual(OPEN);
});

it('waits for every feed to speak, and a little longer for what follows its first word', () => {
  const clock = new FakeClock();
  let spokeAt = 0;
  const machine = new MachineRest({ clock, logger: silent, onAwake: () => {}, haveFeedsSpoken: (since) => spokeAt >= since });
  machine.hear('suspend');
  clock.jump(3 * 3_600_000);
  machine.hear('resume');
  clock.advance(10_000);
  expect(machine.closing(OPEN)).toMatchObject({ open: false });
  spokeAt = clock.now();
  clock.advance(2_000);
  expect(machine.closing(OPEN)).toMatchObject({ open: false });
  clock.advance(2_000);
  expect(machine.closing(OPEN)).toEqual(OPEN);
});

it('a night on which feeds have nothing to say holds nothing back for long', () => {
  const clock = new FakeClock();
  const machine = new MachineRest({ clock, logger: silent, onAwake: () => {}, haveFeedsSpoken: () => false });
  machine.hear('suspend');
  machine.hear('resume');
  clock.advance(40_000);
  expect(machine.closing(OPEN)).toMatchObject({ open: false });
  clock.advance(10_000);
  expect(machine.closing(OPEN)).toEqual(OPEN);
});

it('a wake that nobody announces is seen by the clock, and feeds get their chance then too', () => {
  const clock = new FakeClock();
  const machine = new MachineRest({ clock, logger: silent, onAwake: () => {}, haveFeedsSpoken: () => false });
  machine.hear('suspend');
  clock.jump(3_600_000);
  clock.advance(120_000);
  expect(machine.closing(OPEN)).toMatchObject({ open: false });
  clock.advance(50_000);
  expect(machine.closing(OPEN)).toEqual(OPEN);
});

it('counts as sleep what the wall clock went ahead, once, and never a clock that was set back', () => {
  const { clock, machine } = rest();
  clock.jump(500_000);
  expect(machine.sleptMs()).toBe(0);
  machine.hear('suspend');
  clock.jump(3_600_000);
  expect(machine.sleptMs()).toBe(3_600_000);
  machine.hear('resume');
  clock.advance(2_000);
  clock.jump(7_000_000);
  expect(machine.sleptMs()).toBe(3_600_000);
  machine.hear('suspend');
  clock.jump(-7_000_000);
  machine.hear('resume');
  clock.advance(2_000);
  expect(machine.sleptMs()).toBe(3_600_000);
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

it('rests after Herald itself was away for long, until every feed has spoken', () => {
  const clock = new FakeClock();
  let spokeAt = 0;
  const machine = new MachineRest({ clock, logger: silent, onAwake: () => {}, haveFeedsSpoken: (since) => spokeAt >= since });
  machine.comeBack(60_000);
  expect(machine.closing(OPEN)).toEqual(OPEN);
  machine.comeBack(10 * 60_000);
  clock.advance(10_000);
  expect(machine.closing(OPEN)).toMatchObject({ open: false });
  spokeAt = clock.now();
  clock.advance(4_000);
  expect([machine.closing(OPEN), machine.sleptMs()]).toEqual([OPEN, 0]);
});
