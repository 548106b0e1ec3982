import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { aliFormat } from '../../src/feed/formats/ali';
import { aliLayoutSchema } from '../../src/feed/formats/aliLayout';
import { formatByName } from '../../src/feed/formats/formatByName';
import type { Profile } from '../../src/profile';
import { openMemoryStore } from '../../src/store/memoryStore';
import { clearPersonal } from '../../src/store/personal';
import type { Store } from '../../src/store/store';
import { readScenarios, type Scenario } from '../scenarios/support/scenario';
import { deskAt } from '../scenarios/support/scenarioDesk';
import { ScenarioRun } from '../scenarios/support/scenarioRun';
import { shippedProfile } from '../scenarios/support/shippedProfile';
import { Desk } from '../support/desk';
import { decisionsOf, messagesOf, replayInto } from './support/replayed';

const ali = aliLayoutSchema.parse(
  JSON.parse(readFileSync(join(__dirname, '..', '..', 'resources', 'layouts', 'ali-callbk.json'), 'utf8')),
);
const formatsOf = ({ layouts }: Profile) =>
  new Map([
    ['cad', formatByName('newworld-xml')],
    ['eido', formatByName('eido-json')],
    ['units', formatByName('delimited', layouts.events)],
    ['rms', formatByName('delimited', layouts.cases)],
    ['ali', aliFormat(ali)],
  ]);

const desks = new Map<Scenario['mode'], Desk>();
const replays = new Map<Scenario['mode'], Store>();
afterAll(async () => {
  for (const desk of desks.values()) await desk.close();
  for (const store of replays.values()) await store.close();
});

async function replayStore(mode: Scenario['mode'], lastIncident: number): Promise<Store> {
  const store = replays.get(mode) ?? (await openMemoryStore(clearPersonal(new Uint8Array(32))));
  replays.set(mode, store);
  const { rows } = await sql<{
    name: string;
  }>`select name from sqlite_master where type = 'table' and name not like 'sqlite_%'`.execute(store.db);
  for (const { name } of rows) await sql`delete from ${sql.table(name)}`.execute(store.db);
  // Ids go on where those of the desk that all stories share were.
  if (lastIncident > 0) {
    await sql`insert into incident values (${lastIncident}, x'00', x'00', 0, 0, 0, null)`.execute(store.db);
  }
  return store;
}

// What people, carriers and clocks do; of the others some stand for all.
const WHOLE = /operators|order|optOut|replies|numbers|orderedTexts|people/;
const scenarios = readScenarios(join(__dirname, '..', 'scenarios'))
  .filter(({ pending }) => pending === undefined)
  .filter(({ file }, index) => WHOLE.test(file) || index % (process.env.HERALD_EVERY_STORY === undefined ? 6 : 1) === 0);

it.each(scenarios.map((scenario) => [`${scenario.file}: ${scenario.name}`, scenario] as const))('%s', async (_name, scenario) => {
  const desk = desks.get(scenario.mode) ?? (await Desk.open({ mode: scenario.mode }));
  desks.set(scenario.mode, desk);
  const profile = shippedProfile(scenario);
  await deskAt(desk, scenario.startsAt, profile);
  const { rows } = await sql<{ last: number | null }>`select max(id) last from incident`.execute(desk.store.db);
  await new ScenarioRun(desk, scenario).play();

  const store = await replayStore(scenario.mode, rows[0]?.last ?? 0);
  await replayInto(store, desk.store, { profile, mode: scenario.mode, formats: formatsOf(profile) });

  expect(await decisionsOf(store)).toEqual(await decisionsOf(desk.store));
  expect(await messagesOf(store)).toEqual(await messagesOf(desk.store));
});
