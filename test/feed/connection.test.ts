import { PassThrough } from 'node:stream';
import { readConnection } from '../../src/feed/connection';
import { Delivery } from '../../src/feed/delivery';
import { LineFramer } from '../../src/feed/framers/lineFramer';
import { silentLogger } from '../../src/logger';
import { FakeClock } from '../support/fakeClock';
import { RecordingSink } from './support/recordingSink';

function reading(limit = 1_000) {
  const source = new PassThrough();
  const sink = new RecordingSink();
  const clock = new FakeClock();
  const delivery = new Delivery({ sink, clock, logger: silentLogger, limits: { frames: limit, bytes: 1_000_000 } });
  const parts = { feedId: 'cad', framer: new LineFramer(100), delivery, now: () => clock.now(), framed() {} };
  return { source, sink, delivery, connection: readConnection(source, { ...parts, atEnd: 'closed' }) };
}

it('delivers what was read ahead when its source breaks while it is paused', async () => {
  const { source, sink, connection } = reading(1);
  let letGo = () => {};
  sink.answer = () =>
    new Promise((resolve) => {
      letGo = resolve;
    });
  source.write('one\n');
  await new Promise(setImmediate);
  expect(source.isPaused()).toBe(true);
  sink.answer = async () => {};
  source.write('two\nthree\nhalf');
  const error = new Error('reset');
  source.destroy(error);
  expect(await connection.ended).toEqual({ how: 'cut', error });
  letGo();
  expect(await connection.durable).toBe(true);
  expect(sink.texts).toEqual(['two', 'three', 'one']);
});

it('is durable only once all its frames are', async () => {
  const { source, sink, connection } = reading();
  const waiting: (() => void)[] = [];
  sink.answer = () => new Promise((resolve) => waiting.push(resolve));
  let durable: boolean | undefined;
  void connection.durable.then((value) => {
    durable = value;
  });
  source.end('one\ntwo');
  await connection.ended;
  expect(waiting).toHaveLength(2);
  waiting[0]?.();
  await new Promise(setImmediate);
  expect(durable).toBeUndefined();
  waiting[1]?.();
  await connection.durable;
  expect(durable).toBe(true);
});

it('is not durable when a frame was given up', async () => {
  const { source, sink, delivery, connection } = reading();
  sink.answer = async () => {
    throw new Error('disk full');
  };
  source.end('one\n');
  await connection.ended;
  // Lets the refusal arrive before the feed stops.
  await new Promise(setImmediate);
  await Promise.all([delivery.stop(), connection.durable.then((durable) => expect(durable).toBe(false))]);
});
