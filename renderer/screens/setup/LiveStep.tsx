import { address } from '../../route';
import { GoLive } from '../supervisor/profile/GoLive';
import { WouldHaveTexted } from '../supervisor/profile/WouldHaveTexted';
import type { StepProps } from './Setup';

/** What watching has shown, and the one act after which texts are sent. */
export function LiveStep({ state }: StepProps) {
  if (state.source !== 'console') {
    return (
      <p>
        There is nothing to watch yet: <a href={address('setup', 'keep')}>start watching</a> first.
      </p>
    );
  }
  return (
    <>
      {state.mode === 'watch' && <WouldHaveTexted since={state.keptAt} />}
      <GoLive state={state} />
    </>
  );
}
