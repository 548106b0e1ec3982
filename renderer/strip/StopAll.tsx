import { Button } from 'react-aria-components';
import { useClient, useLink, useStatus } from '../link/herald';
import { useAsk } from '../parts/Ask';
import { Glyph } from '../parts/Marks';
import { useShortcuts } from '../shortcuts';

/** Stops everything, or lets it go on: reachable from every screen, and never done without a reason typed or picked. */
export function StopAll() {
  const client = useClient();
  const status = useStatus();
  const ask = useAsk();
  const lost = useLink().state === 'lost';
  const stopped = status !== undefined && status.stopped !== null;

  const stop = () =>
    ask({
      title: 'Stop all texts',
      body: <p>No text leaves until somebody resumes. Texts that become untrue meanwhile are not sent afterwards.</p>,
      confirm: 'Stop all texts',
      reasons: ['Wrong texts are going out', 'Major incident', 'CAD data is wrong', 'Asked to by the supervisor'],
      run: (reason) => client.commands.stopAll({ reason }),
    });
  const resume = () =>
    ask({
      title: 'Resume texts',
      body: <p>Every waiting text is checked once more. What is still true goes out; what is not says why.</p>,
      confirm: 'Resume',
      reasons: ['Checked, all is well', 'Major incident is over'],
      run: (reason) => client.commands.resume({ reason }),
    });
  useShortcuts('Everywhere', [
    { key: 'S', label: stopped ? 'Resume texts (asks first)' : 'Stop all texts (asks first)', run: stopped ? resume : stop },
  ]);

  return (
    <Button className="button stopAll" isDisabled={lost || status === undefined} onPress={stopped ? resume : stop}>
      {stopped ? <Glyph shape="arrow" /> : <Glyph shape="octagon" />} {stopped ? 'Resume texts' : 'Stop all texts'}
    </Button>
  );
}
