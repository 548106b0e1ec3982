import { type ReactNode, useEffect } from 'react';
import { Button } from 'react-aria-components';
import { MODES } from './format/words';
import { useAgency, useLink, useStatus } from './link/herald';
import { NowProvider } from './link/now';
import { AskProvider } from './parts/Ask';
import { SettleProvider } from './parts/Settle';
import { Empty } from './parts/States';
import { address, type Route, useRoute } from './route';
import { Attention } from './screens/Attention';
import { FeedPage } from './screens/FeedPage';
import { Feeds } from './screens/Feeds';
import { Frames } from './screens/Frames';
import { Incident } from './screens/Incident';
import { Incidents } from './screens/Incidents';
import { Outbox } from './screens/Outbox';
import { Strip } from './strip/Strip';
import { SCREENS } from './strip/screens';

/** The console once it has a way to the appliance: the strip, and the screen that the address names. */
export function App() {
  const route = useRoute();
  const lost = useLink().state === 'lost';
  return (
    <NowProvider>
      <AskProvider>
        <SettleProvider>
          <Title route={route} />
          <Button className="skip" onPress={() => document.getElementById('main')?.focus()}>
            Skip to the screen
          </Button>
          <Strip />
          <main id="main" tabIndex={-1} data-stale={lost || undefined}>
            {screenOf(route)}
          </main>
        </SettleProvider>
      </AskProvider>
    </NowProvider>
  );
}

function screenOf(route: Route): ReactNode {
  const id = Number(route.query.get('id'));
  switch (route.screen) {
    case 'incidents':
      if (route.subject === undefined) return <Incidents />;
      return <Incident key={route.subject} number={route.subject} id={id > 0 ? id : undefined} />;
    case 'attention':
      return <Attention />;
    case 'outbox':
      return <Outbox />;
    case 'frames':
      return <Frames />;
    case 'feeds':
      if (route.subject === undefined) return <Feeds />;
      return <FeedPage key={route.subject} id={route.subject} show={route.query.get('show') === 'layout' ? 'layout' : 'tap'} />;
    default:
      return (
        <Empty>
          <p>There is no such screen.</p>
          <a className="button" href={address('incidents')}>
            Incidents
          </a>
        </Empty>
      );
  }
}

/** Training and watch-only are said in the title too, where a taskbar shows no more than that. */
function Title({ route }: { readonly route: Route }) {
  const agency = useAgency();
  const status = useStatus();
  const lost = useLink().state === 'lost';
  const mode = status?.mode ?? agency?.mode;
  const urgent = status?.alarms.filter(({ priority }) => priority === 1).length ?? 0;
  const screen = SCREENS.find((each) => each.screen === route.screen)?.name ?? '';
  const title = [
    ...(mode === 'training' || mode === 'watch' ? [MODES[mode].toUpperCase()] : []),
    ...(lost ? ['No link'] : urgent > 0 ? [`${urgent} urgent`] : []),
    route.subject ?? screen,
    'Herald',
  ].join(' · ');
  useEffect(() => {
    document.title = title;
  }, [title]);
  return null;
}
