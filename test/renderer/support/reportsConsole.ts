import { behindViews } from '../../../src/console/behindViews';
import { consoleRouter } from '../../../src/console/router';
import { Measures } from '../../../src/measures/measures';
import { AlarmEpisodes } from '../../../src/store/alarmEpisodes';
import { MeasureQueries } from '../../../src/store/measureQueries';
import { OptOutQueries } from '../../../src/store/optOutQueries';
import { eventfulDays } from '../../measures/eventfulDays';
import { startTestConsole, type TestConsole } from '../../support/consoleServer';
import { AFTERNOON, Desk } from '../../support/desk';
import { fakeBackend } from '../../support/fakeBackend';
import { testProfile } from '../../support/testProfile';
import type { ConsoleInChromium } from './consoleInChromium';

const HOUR = 3_600_000;

/** The console over the reports of a real store in which much has happened; the rest of it is invented. */
export async function reportsConsole(
  { directory }: ConsoleInChromium,
  incidents: number,
): Promise<{ readonly server: TestConsole; readonly measures: Measures; readonly desk: Desk; stop(): Promise<void> }> {
  const profile = testProfile((json) => {
    json.ruleset.caps.minGap = '0s';
    json.ruleset.breaker.maxTextsPerMinute = 10_000;
  });
  const desk = await Desk.open({ profile });
  await eventfulDays(desk, incidents);
  const episodes = new AlarmEpisodes(desk.store.db, desk.store.personal);
  const marks = { priority: 1, acknowledged: null, shelved: null };
  for (const [alarm, after, lasted] of [
    ['feedLost units', 6, 5],
    ['feedSilent units', 20, 1],
  ] as const) {
    const raisedAt = AFTERNOON + after * HOUR;
    await episodes.add({ ...marks, alarm, code: alarm.split(' ')[0] ?? '', raisedAt, clearedAt: raisedAt + lasted * HOUR });
  }
  const now = () => desk.clock.now();
  const policy = () => desk.profile;
  const source = new MeasureQueries(desk.store.db, desk.store.personal);
  const optOut = new OptOutQueries(desk.store.db, desk.store.personal);
  const views = behindViews({ queries: desk.queries, measures: source, optOut, policy });
  const measures = new Measures(source, policy, 0.0083, now, views);
  const backend = fakeBackend({ now });
  const server = await startTestConsole({
    filesDirectory: directory,
    router: consoleRouter(Object.assign(backend, { measures }), backend.changes),
  });
  return {
    server,
    measures,
    desk,
    stop: async () => {
      await server.stop();
      await desk.close();
    },
  };
}
