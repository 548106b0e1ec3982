import type { BoardRowView } from '../../src/contract/board';
import { numberSentence } from '../format/numberWords';
import { counted, maskPhone, stageName } from '../format/words';
import { useClient, useStatus } from '../link/herald';
import { useMay } from '../link/may';
import { useAsk } from '../parts/Ask';
import { eachInTurn } from '../parts/eachInTurn';
import { useDone } from '../parts/Undo';
import { useAct } from '../parts/useAct';

interface RowAction {
  readonly key: string;
  readonly label: string;
  readonly run: (row: BoardRowView) => void;
}

type Waiting = BoardRowView['waiting'][number];

const nameOf = ({ stage, cause }: Waiting) => stageName(stage, cause);
const namesOf = (waiting: readonly Waiting[]) => waiting.map(nameOf).join(', ');

/** What one key does to the incident in focus. A hold is done at once; what cannot be taken back asks first. */
export function useRowActions(): readonly RowAction[] {
  const client = useClient();
  const ask = useAsk();
  const act = useAct();
  const say = useDone();
  const may = useMay();
  const stopped = useStatus()?.stopped ?? null;
  const back = (procedure: string, undo: () => Promise<unknown>) => (may(procedure) ? { undo } : {});

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
        say({
          text: `No texts about ${row.number} any more`,
          ...back('commands.unsuppressIncident', () =>
            client.commands.unsuppressIncident({ id: row.id, reason: 'Taken back at once' }),
          ),
        });
      },
    });

  /** All of them: whoever presses it wants nothing to go out about this incident now. */
  const hold = (row: BoardRowView, going: readonly Waiting[]) =>
    void act(
      `Held: ${namesOf(going)}, ${row.number}`,
      () => eachInTurn(going, ({ id }) => client.commands.hold({ id, reason: 'Held by the dispatcher' })),
      () => eachInTurn(going, ({ id }) => client.commands.unhold({ id, reason: 'Hold taken back' })),
    );

  const release = (row: BoardRowView, waiting: Waiting) =>
    ask({
      title: `Release the text of ${row.number}`,
      body: (
        <p>
          {nameOf(waiting)}. {row.sentence}. It is checked once more, and goes out at once if it is still true.
        </p>
      ),
      confirm: 'Release',
      reasons: ['Checked, it is right', 'Outage is over'],
      filledIn: 'Released by the dispatcher',
      run: async (reason) => {
        await client.commands.release({ id: waiting.id, reason });
        say({
          text: `Released: ${nameOf(waiting)}, ${row.number}`,
          undo: () => client.commands.hold({ id: waiting.id, reason: 'Release taken back' }),
        });
      },
    });

  const holdOrRelease = (row: BoardRowView) => {
    const [first, ...others] = row.waiting;
    if (first === undefined) {
      say({ text: `No text of ${row.number} is waiting. To make sure that none goes out later, press i.` });
      return;
    }
    // What only waits for its moment goes out by itself: it is held, not released.
    const going = row.waiting.filter(({ goesByItself }) => goesByItself);
    if (going.length > 0) return hold(row, going);
    if (stopped !== null) say({ text: `${row.number}: all texts are stopped, so none is released. Resume first (Shift S).` });
    else if (others.length === 0) release(row, first);
    else say({ text: `${row.number} has ${counted(row.waiting.length, 'held text')}: open it (Enter) and choose.` });
  };

  const cancel = (row: BoardRowView) => {
    const { waiting } = row;
    if (waiting.length === 0) {
      say({ text: `No text of ${row.number} is waiting.` });
      return;
    }
    const what = waiting.length === 1 ? 'the text' : counted(waiting.length, 'text');
    ask({
      title: `Cancel ${what} of ${row.number}`,
      body: (
        <p>
          {namesOf(waiting)}. {waiting.length === 1 ? 'It is not sent, and' : 'None of them is sent, and they'} cannot be brought
          back.
        </p>
      ),
      confirm: waiting.length === 1 ? 'Cancel text' : `Cancel ${waiting.length} texts`,
      reasons: ['Wrong number', 'Not safe to text', 'Told by phone'],
      filledIn: 'Cancelled by the dispatcher',
      run: async (reason) => {
        await eachInTurn(waiting, ({ id }) => client.commands.cancelMessage({ id, reason }));
        say({ text: `Cancelled: ${namesOf(waiting)}, ${row.number}` });
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
    const meant = { number, incidentId: row.id };
    const facts = await client.numbers.check(meant).catch(() => undefined);
    const by = facts?.suppressions.find(({ kind }) => kind === 'person');
    if (facts !== undefined && by !== undefined) {
      say({ text: `${numberSentence(facts)} ${by.by} said so: ${by.reason}` });
      return;
    }
    ask({
      title: `Never text ${maskPhone(number)}`,
      body: <p>No text goes to this number about any incident, until a supervisor lifts it. What waits for it is cancelled.</p>,
      confirm: 'Never text this number',
      reasons: ['Not safe to text', 'Wrong number', 'They asked for it'],
      filledIn: 'Not safe to text',
      run: async (reason) => {
        await client.commands.suppressNumber({ ...meant, reason });
        say({
          text: `No texts to ${maskPhone(number)} any more`,
          // Not more: an opt-out of their own must stay.
          ...back('optOut.liftPerson', () => client.optOut.liftPerson({ ...meant, reason: 'Taken back at once' })),
        });
      },
    });
  };

  return [
    { key: 'h', label: 'Hold its texts, or release the one that is held', run: holdOrRelease },
    { key: 'x', label: 'Cancel its texts', run: cancel },
    { key: 'i', label: 'Never text about this incident', run: suppressIncident },
    { key: 'p', label: 'Never text this phone number', run: (row) => void suppressNumber(row) },
  ];
}
