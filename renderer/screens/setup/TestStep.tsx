import { useQuery } from '@tanstack/react-query';
import { useQueries } from '../../link/herald';
import { Glyph } from '../../parts/Marks';
import { address } from '../../route';
import { TestText } from '../supervisor/carrier/TestText';
import type { StepProps } from './Setup';
import { StepButtons } from './StepButtons';

/** One text to one's own phone, with what became of it: the carrier settings are right. */
export function TestStep({ state, move }: StepProps) {
  const { data } = useQuery({ ...useQueries().carrierSettings.get.queryOptions(), refetchInterval: 3_000 });
  const isKept = state.source === 'console';
  return (
    <>
      {!isKept && (
        <p>
          <Glyph shape="query" /> Start watching first: <a href={address('setup', 'keep')}>step 6</a>. The text then says your
          agency’s name.
        </p>
      )}
      <p>Send one text to your own phone. It says that it is a test, and nothing of any call.</p>
      {data !== undefined && data.settings === null && (
        <p>
          <Glyph shape="query" /> There are no carrier settings yet, so no text can leave.{' '}
          <a href={address('setup', 'carrier')}>Step 3</a> says how they are given; you can do this later, under Carrier.
        </p>
      )}
      <TestText isReady={isKept && data !== undefined && data.settings !== null} />
      <StepButtons next={() => move(1)} />
    </>
  );
}
