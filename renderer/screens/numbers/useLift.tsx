import type { SuppressionView } from '../../../src/contract/optOut';
import { howAndWhy, kindName, LIFTING } from '../../format/numberWords';
import { maskPhone } from '../../format/words';
import { useClient } from '../../link/herald';
import { useMay } from '../../link/may';
import { useAsk } from '../../parts/Ask';
import { At } from '../../parts/Time';
import { useDone } from '../../parts/Undo';
import { useNumbersChanged } from '../../parts/useNumberFacts';

/** Lifts one entry, with a reason and a way back; undefined where the person here may not. */
export function useLift(): ((entry: SuppressionView) => void) | undefined {
  const client = useClient();
  const again = useNumbersChanged();
  const ask = useAsk();
  const say = useDone();
  const may = useMay();
  if (!may('optOut.lift')) return undefined;
  return (entry) => {
    const { id, kind, number } = entry;
    const { confirm, body, reasons, done } = LIFTING[kind];
    const who = maskPhone(number);
    ask({
      title: `${confirm}: ${who}`,
      body: (
        <p>
          {kindName(kind)} since <At at={entry.at} />, {howAndWhy(entry)}. {body}
        </p>
      ),
      confirm,
      reasons,
      run: async (reason) => {
        await client.optOut.lift({ id, reason });
        await again();
        const undo = async () => {
          await client.optOut.putBack({ id, reason: 'Taken back at once' });
          await again();
        };
        // What only said that the carrier could not deliver comes back by itself.
        say({ text: `${done}: ${who}`, ...(kind === 'unreachable' || !may('optOut.putBack') ? {} : { undo }) });
      },
    });
  };
}
