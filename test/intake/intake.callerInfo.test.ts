import { readFileSync } from 'node:fs';
import path from 'node:path';
import { aliFormat } from '../../src/feed/formats/ali';
import { type AliLayout, aliLayoutSchema } from '../../src/feed/formats/aliLayout';
import { formatByName } from '../../src/feed/formats/formatByName';
import { Intake } from '../../src/intake/intake';
import { silentLogger } from '../../src/logger';
import { type Desk, deskPerTest } from '../support/desk';

const desks = deskPerTest();
const MINUTE = 60_000;
const shipped: AliLayout = aliLayoutSchema.parse(
  JSON.parse(readFileSync(path.resolve(__dirname, '../../resources/layouts/ali-callbk.json'), 'utf8')),
);
/** As at a site whose ALI controller is told the CAD's number. */
const named: AliLayout = { ...shipped, fields: { ...shipped.fields, incidentNumber: { label: 'INC=' } } };

/** A desk that an ALI link comes to as well. */
async function openDesk(layout = shipped): Promise<{ desk: Desk; ali: (text: string) => Promise<void> }> {
  const desk = await desks.open();
  const intake = new Intake({
    store: desk.store,
    formats: new Map([
      ['ali', aliFormat(layout)],
      ['units', formatByName('delimited', desk.profile.layouts.events)],
      ['rms', formatByName('delimited', desk.profile.layouts.cases)],
    ]),
    policy: () => desk.profile,
    mode: 'live',
    clock: desk.clock,
    logger: silentLogger,
    onCommitted: () => {},
  });
  desk.intake = intake;
  return { desk, ali: (text) => desk.receive('ali', text) };
}

const landline = (number: string, type = '2') => `${type}125\r(${number.slice(0, 3)}) ${number.slice(4)} RESD\r\r P#${number}`;
/** @param line the pseudo-number, here one that looks like anybody's */
const wireless = (line: string, callback: string, tail = '') =>
  `2125\r(${line.slice(0, 3)}) ${line.slice(4)} WPH2\r\r P#${line}\r\r\rCALLBK=(${callback.slice(0, 3)})${callback.slice(4)} ${tail}`;

const burglary = (desk: Desk, callerPhone: string, number = '25-1') =>
  desk.line('NEW', number, { callType: 'BURG-RES', callerPhone });
const dispatch = async (desk: Desk, number = '25-1') => {
  await desk.line('DISP', number, { unit: '2A1' });
  return desk.passSending(5 * MINUTE);
};

describe('a landline', () => {
  it('is not texted, where ALI said so before CAD knew of the call', async () => {
    const { desk, ali } = await openDesk();
    await ali(landline('941-555-0117'));
    desk.clock.advance(90_000);
    await burglary(desk, '941-555-0117');
    expect(await dispatch(desk)).toEqual([]);
    expect(await desk.reasons('25-1')).toContain('The phone is a landline');
  });

  it('is not texted, where ALI said so only after CAD', async () => {
    const { desk, ali } = await openDesk();
    await burglary(desk, '941-555-0117');
    await ali(landline('941-555-0117'));
    expect(await dispatch(desk)).toEqual([]);
    expect(await desk.reasons('25-1')).toContain('The phone is a landline');
  });

  it('ends a text that waits', async () => {
    const { desk, ali } = await openDesk();
    await burglary(desk, '941-555-0117');
    await desk.line('DISP', '25-1', { unit: '2A1' });
    expect((await desk.messages('25-1')).map(({ status }) => status)).toEqual(['held']);
    await ali(landline('941-555-0117'));
    expect((await desk.messages('25-1')).map(({ status }) => status)).toEqual(['cancelled']);
  });

  it('stays one when CAD tells the number again, and after a restart', async () => {
    const { desk, ali } = await openDesk();
    await ali(landline('941-555-0117'));
    await burglary(desk, '941-555-0117');
    await desk.restart();
    await desk.line('CALLER', '25-1', { callerPhone: '(941) 555 0117' });
    expect(await dispatch(desk)).toEqual([]);
  });

  it('does not keep the number that CAD corrects it to from being texted', async () => {
    const { desk, ali } = await openDesk();
    await ali(landline('941-555-0117'));
    await burglary(desk, '941-555-0117');
    await desk.line('CALLER', '25-1', { callerPhone: '941-555-0133' });
    expect(await dispatch(desk)).toHaveLength(1);
    expect((await desk.messages('25-1')).map(({ phone }) => phone)).toEqual(['+19415550133']);
  });

  it('is forgotten after a day', async () => {
    const { desk, ali } = await openDesk();
    await ali(landline('941-555-0117'));
    desk.clock.advance(25 * 60 * MINUTE);
    await burglary(desk, '941-555-0117');
    expect(await dispatch(desk)).toHaveLength(1);
  });

  it('is taken for what a later record says', async () => {
    const { desk, ali } = await openDesk();
    await ali(landline('941-555-0142'));
    await burglary(desk, '941-555-0142');
    await ali(wireless('941-555-0190', '941-555-0142'));
    expect(await dispatch(desk)).toHaveLength(1);
  });
});

it('makes no incident, and is no frame that was rejected', async () => {
  const { desk, ali } = await openDesk();
  await ali(landline('941-555-0117'));
  await ali('H');
  await ali('E133');
  const count = async (table: 'incident' | 'callerInfo') => (await desk.store.db.selectFrom(table).selectAll().execute()).length;
  expect([await count('incident'), await count('callerInfo')]).toEqual([0, 1]);
  const frames = await desk.store.db.selectFrom('frame').select('state').execute();
  expect(frames.map(({ state }) => state)).toEqual(['done', 'done', 'done']);
});

it('changes nothing twice when a record is sent again, or comes as another type with a better position', async () => {
  const { desk, ali } = await openDesk();
  await burglary(desk, '941-555-0117');
  await ali(landline('941-555-0117'));
  const events = async () => (await desk.store.db.selectFrom('event').select('type').execute()).map(({ type }) => type);
  const before = await events();
  expect(before.filter((type) => type === 'phoneLineKnown')).toHaveLength(1);
  await ali(landline('941-555-0117'));
  await ali(`${landline('941-555-0117', '1')}\r+27.3361 -082.5309 5`);
  expect(await events()).toEqual(before);
  expect(await desk.store.db.selectFrom('callerInfo').selectAll().execute()).toHaveLength(1);
});

it('keeps numbers only sealed, or as keyed hashes', async () => {
  const { desk, ali } = await openDesk();
  await ali(landline('941-555-0117'));
  await burglary(desk, '941-555-0117');
  for (const table of ['callerInfoNumber', 'contactNumber'] as const) {
    const rows = await desk.store.db.selectFrom(table).selectAll().execute();
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toMatch(/555|0117/);
  }
});

describe('a pseudo-number', () => {
  it('is never texted, though CAD passes it on as the caller’s, before or after ALI', async () => {
    for (const first of ['ali', 'cad']) {
      const { desk, ali } = await openDesk();
      if (first === 'ali') await ali(wireless('941-555-0190', '941-555-0142'));
      await burglary(desk, '941-555-0190');
      if (first === 'cad') await ali(wireless('941-555-0190', '941-555-0142'));
      expect(await dispatch(desk)).toEqual([]);
      expect(await desk.reasons('25-1')).toContain('The phone number stands for a cell tower or a gateway, and reaches nobody');
    }
  });

  it('is not replaced by the callback of a call that merely had the same one', async () => {
    const { desk, ali } = await openDesk(named);
    await ali(wireless('941-555-0190', '941-555-0142', 'INC=25-7'));
    await burglary(desk, '941-555-0190');
    expect(await dispatch(desk)).toEqual([]);
  });

  it('is replaced by the callback that a record names for this incident', async () => {
    const { desk, ali } = await openDesk(named);
    await ali(wireless('941-555-0190', '941-555-0177', 'INC=25-7'));
    await ali(wireless('941-555-0190', '941-555-0142', 'INC=25-1'));
    await burglary(desk, '941-555-0190');
    expect(await dispatch(desk)).toHaveLength(1);
    expect((await desk.messages('25-1')).map(({ phone }) => phone)).toEqual(['+19415550142']);
  });

  it('is replaced by none where records name two for the incident', async () => {
    const { desk, ali } = await openDesk(named);
    await burglary(desk, '941-555-0190');
    await ali(wireless('941-555-0190', '941-555-0142', 'INC=25-1'));
    await ali(wireless('941-555-0190', '941-555-0177', 'INC=25-1'));
    expect(await dispatch(desk)).toEqual([]);
  });

  it('lets the callback be texted, where CAD has that', async () => {
    const { desk, ali } = await openDesk();
    await ali(wireless('941-555-0190', '941-555-0142'));
    await burglary(desk, '941-555-0142');
    expect(await dispatch(desk)).toHaveLength(1);
  });

  it('is still known as one weeks later', async () => {
    const { desk, ali } = await openDesk();
    await ali(wireless('941-555-0190', '941-555-0142'));
    desk.clock.advance(20 * 24 * 60 * MINUTE);
    await burglary(desk, '941-555-0190');
    expect(await dispatch(desk)).toEqual([]);
  });
});
