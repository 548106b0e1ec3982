import { useEffect } from 'react';
import { Button } from 'react-aria-components';
import { MODES } from './format/words';
import { GroupNavigation } from './frame/Navigation';
import { ScreenPlace } from './frame/ScreenPlace';
import { screenAt } from './frame/screens';
import { TimeZoneProvider, useAgency, useLink, useStatus } from './link/herald';
import { useMay } from './link/may';
import { NowProvider } from './link/now';
import { AskProvider } from './parts/Ask';
import { DoNotTextProvider } from './parts/DoNotText';
import { FullTimes } from './parts/FullTimes';
import { SettleProvider } from './parts/Settle';
import { Empty } from './parts/States';
import { UndoProvider } from './parts/Undo';
import { address, type Route, useRoute } from './route';
import { FirstStart } from './screens/FirstStart';
import { Strip } from './strip/Strip';

/** The console once it has a way to the appliance: the strip, and the screen that the address names. */
export function App() {
  const route = useRoute();
  const lost = useLink().state === 'lost';
  return (
    <NowProvider>
      <TimeZoneProvider>
        <UndoProvider>
          <AskProvider>
            <SettleProvider>
              <DoNotTextProvider>
                <Title route={route} />
                <Button className="skip" onPress={() => document.getElementById('main')?.focus()}>
                  Skip to the screen
                </Button>
                <Strip />
                <FullTimes />
                <Place route={route} lost={lost} />
              </DoNotTextProvider>
            </SettleProvider>
          </AskProvider>
        </UndoProvider>
      </TimeZoneProvider>
    </NowProvider>
  );
}

function Place({ route, lost }: { readonly route: Route; readonly lost: boolean }) {
  const agency = useAgency();
  const may = useMay();
  const screen = screenAt(route.screen);
  const notSetUp = agency !== undefined && !agency.configured && agency.mode !== 'training';
  return (
    <div className="place">
      {screen !== undefined && screen.group !== 'dispatcher' && <GroupNavigation current={screen} />}
      <main id="main" tabIndex={-1} data-stale={lost || undefined}>
        {screen === undefined ? (
          <Empty>
            <h1>There is no such screen</h1>
            <p>
              <a className="button" href={address('board')}>
                Board
              </a>
            </p>
          </Empty>
        ) : screen.needs !== undefined && !may(screen.needs) ? (
          <Empty>
            <h1>{screen.name} is not for your role</h1>
            <p>Somebody else’s account opens it. What you may do is in the navigation above.</p>
          </Empty>
        ) : notSetUp && screen.screen === 'board' ? (
          <FirstStart />
        ) : (
          <ScreenPlace screen={screen} subject={route.subject} query={route.query} />
        )}
      </main>
    </div>
  );
}

/** Training and watch-only are said in the title too, where a taskbar shows no more than that. */
function Title({ route }: { readonly route: Route }) {
  const agency = useAgency();
  const status = useStatus();
  const lost = useLink().state === 'lost';
  const mode = status?.mode ?? agency?.mode;
  const urgent =
    status?.alarms.filter(({ priority, acknowledged, shelved }) => priority === 1 && acknowledged === null && shelved === null)
      .length ?? 0;
  // Of a call or a feed, which; elsewhere what an address says is no word for people.
  const screen = screenAt(route.screen);
  const name = (screen?.group === 'dispatcher' ? route.subject : undefined) ?? screen?.name ?? '';
  const title = [
    ...(mode === 'training' || (mode === 'watch' && agency?.configured !== false) ? [MODES[mode].toUpperCase()] : []),
    ...(lost ? ['No link'] : urgent > 0 ? [`${urgent} urgent`] : []),
    name,
    'Herald',
  ].join(' · ');
  useEffect(() => {
    document.title = title;
  }, [title]);
  // Who cannot see it hears where a key or a link has led: nothing else says so.
  return (
    <p className="hidden" role="status">
      {name}
    </p>
  );
}
