import type { BoardRowView } from '../../src/contract/board';
import { maskPhone, stageName } from '../format/words';
import { useClient } from '../link/herald';
import { useMay } from '../link/may';
import { useAsk } from '../parts/Ask';
import { useDone } from '../parts/Undo';
import { useAct } from '../parts/useAct';

interface RowAction {
  readonly key: string;
  readonly label: string;
  readonly run: (row: BoardRowView) => void;
}

/** What one key does to the incident in focus. A hold is done at once; what cannot be taken back asks first. */
export function useRowActions(): readonly RowAction[] {
  const client = useClient();
  const ask = useAsk();
  const act = useAct();
  const say = useDone();
  const may = useMay();
  const back = (procedure: string, undo: () => Promise<unknown>) => (may(procedure) ? undo : undefined);

  const suppressIncident = (row: BoardRowView) =>
    ask({
      title: `Never text about ${row.number}`,
      body: (
        <>
          <p>{row.sentence}</p>
          <p>Nobody gets a text about this incident, until a supervisor lifts it. What waits is cancelled.</p>
        </>
      ),
      confirm: 'Never text about it',
      reasons: ['Not safe to text', 'Told by phone', 'CAD data is wrong'],
      filledIn: 'Not safe to text',
      run: async (reason) => {
        await client.commands.suppressIncident({ id: row.id, reason });
        const undo = back('commands.liftExclusion', () =>
          client.commands.liftExclusion({ id: row.id, reason: 'Taken back at once' }),
        );
        say({ text: `No texts about ${row.number} any more`, ...(undo === undefined ? {} : { undo }) });
      },
    });

  const holdOrRelease = (row: BoardRowView) => {
    const { waiting } = row;
    if (waiting === null) {
      say({ text: `No text of ${row.number} is waiting. To make sure that none goes out later, press i.` });
      return;
    }
    const { id } = waiting;
    const what = `${stageName(waiting.stage, waiting.cause)}, ${row.number}`;
    const hold = () => client.commands.hold({ id, reason: 'Held by the dispatcher' });
    // What only waits for its moment goes out by itself: it is held, not released.
    const goesByItself = waiting.state === 'ready' || (row.next !== null && row.next.at !== null);
    if (goesByItself) {
      void act(`Held: ${what}`, hold, () => client.commands.release({ id, reason: 'Hold taken back' }));
      return;
    }
    ask({
      title: `Release the text of ${row.number}`,
      body: (
        <p>
          {stageName(waiting.stage, waiting.cause)}. {row.sentence}. It is checked once more, and goes out at once if it is still
          true.
        </p>
      ),
      confirm: 'Release',
      reasons: ['Checked, it is right', 'Outage is over'],
      filledIn: 'Released by the dispatcher',
      run: async (reason) => {
        await client.commands.release({ id, reason });
        say({ text: `Released: ${what}`, undo: hold });
      },
    });
  };

  const cancel = (row: BoardRowView) => {
    const { waiting } = row;
    if (waiting === null) {
      say({ text: `No text of ${row.number} is waiting.` });
      return;
    }
    ask({
      title: `Cancel the text of ${row.number}`,
      body: <p>{stageName(waiting.stage, waiting.cause)}. It is not sent, and cannot be brought back.</p>,
      confirm: 'Cancel text',
      reasons: ['Wrong number', 'Not safe to text', 'Told by phone'],
      filledIn: 'Cancelled by the dispatcher',
      run: async (reason) => {
        await client.commands.cancelMessage({ id: waiting.id, reason });
        say({ text: `Cancelled: ${stageName(waiting.stage, waiting.cause)}, ${row.number}` });
      },
    });
  };

  const suppressNumber = async (row: BoardRowView) => {
    const detail = await client.incidents.byId({ id: row.id }).catch(() => undefined);
    const numbers = [...new Set(detail?.incident.contacts.flatMap(({ phone }) => phone ?? []) ?? [])];
    const [number] = numbers;
    if (number === undefined) {
      say({ text: `${row.number} has no number that could be texted.` });
      return;
    }
    if (numbers.length > 1) {
      say({ text: `${row.number} has ${numbers.length} numbers: open it (Enter) and choose.` });
      return;
    }
    ask({
      title: `Never text ${maskPhone(number)}`,
      body: <p>No text goes to this number about any incident, until a supervisor lifts it. What waits for it is cancelled.</p>,
      confirm: 'Never text this number',
      reasons: ['Not safe to text', 'Wrong number', 'They asked for it'],
      filledIn: 'Not safe to text',
      run: async (reason) => {
        await client.commands.suppressNumber({ number, incidentId: row.id, reason });
        const undo = back('optOut.liftPerson', () =>
          // Not more: an opt-out of their own must stay.
          client.optOut.liftPerson({ number, incidentId: row.id, reason: 'Taken back at once' }),
        );
        say({ text: `No texts to ${maskPhone(number)} any more`, ...(undo === undefined ? {} : { undo }) });
      },
    });
  };

  return [
    { key: 'h', label: 'Hold its next text, or release it', run: holdOrRelease },
    { key: 'x', label: 'Cancel its next text', run: cancel },
    { key: 'i', label: 'Never text about this incident', run: suppressIncident },
    { key: 'p', label: 'Never text this phone number', run: (row) => void suppressNumber(row) },
  ];
}
