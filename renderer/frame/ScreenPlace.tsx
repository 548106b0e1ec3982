import { Component, type ComponentType, type ReactNode, useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import { Empty, Failed, Loading } from '../parts/States';
import type { Screen, ScreenProps } from './screen';

const loaded = new Map<string, ComponentType<ScreenProps>>();

/** Fetches a screen's code; once. */
export async function fetchScreen({ screen, load }: Screen): Promise<ComponentType<ScreenProps>> {
  const known = loaded.get(screen);
  if (known !== undefined) return known;
  const { Screen } = await load();
  loaded.set(screen, Screen);
  return Screen;
}

/** Where a screen shows: its code is fetched when needed, and what goes wrong in it stays in it. */
export function ScreenPlace({ screen, ...props }: ScreenProps & { readonly screen: Screen }) {
  const [attempt, setAttempt] = useState(0);
  const [failedAt, setFailedAt] = useState<number>();
  const [, setArrived] = useState('');
  const Shown = loaded.get(screen.screen);
  useEffect(() => {
    if (loaded.has(screen.screen)) return undefined;
    let wanted = true;
    fetchScreen(screen).then(
      () => wanted && setArrived(screen.screen),
      () => wanted && setFailedAt(attempt),
    );
    return () => {
      wanted = false;
    };
  }, [screen, attempt]);
  if (Shown !== undefined) {
    return (
      <Contained key={screen.screen} name={screen.name}>
        <Shown {...props} />
      </Contained>
    );
  }
  if (failedAt === attempt) {
    return (
      <Failed what={`the screen ${screen.name}`} again={() => setAttempt(attempt + 1)}>
        {/* The appliance has other files then than this console began with: asking again never gets the old one. */}
        <p>If Herald was updated meanwhile, load the console again.</p>
        <Button className="button" onPress={() => window.location.reload()}>
          Load the console again
        </Button>
      </Failed>
    );
  }
  return <Loading what={screen.name} />;
}

/** A fault in one screen must not take the strip, with its alarms and its stop, away from a dispatcher. */
class Contained extends Component<{ readonly name: string; readonly children: ReactNode }, { readonly broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override render() {
    if (!this.state.broken) return this.props.children;
    return (
      <Empty>
        <h1>{this.props.name} cannot be shown</h1>
        <p>There is a fault in this screen. The appliance is not touched by it, and the other screens work.</p>
        <p>
          <Button className="button" onPress={() => this.setState({ broken: false })}>
            Try again
          </Button>
        </p>
      </Empty>
    );
  }
}
