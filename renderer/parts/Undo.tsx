import { createContext, type ReactNode, useContext, useState } from 'react';
import { Button } from 'react-aria-components';
import { useRoute } from '../route';
import { useShortcuts } from '../shortcuts';
import { problemInWords } from './Ask';

/** Something that was done just now. `undo` takes it back; without it, it only says so. */
export interface Done {
  readonly text: string;
  readonly undo?: () => Promise<unknown>;
}

const UndoContext = createContext<(done: Done) => void>(() => undefined);

/** Says at the foot of the screen what was done, with the way back. The screen itself shows it too: this is never the only copy. */
export function useDone(): (done: Done) => void {
  return useContext(UndoContext);
}

export function UndoProvider({ children }: { readonly children: ReactNode }) {
  const [shown, setShown] = useState<Done & { readonly count: number; readonly place: string }>();
  const [running, setRunning] = useState(false);
  const route = useRoute();
  const place = `${route.screen} ${route.subject ?? ''}`;
  const say = (done: Done) => setShown((before) => ({ ...done, count: (before?.count ?? 0) + 1, place }));
  // Elsewhere a key would take back what nobody is looking at any more; the line itself still says what it is about.
  const isHere = shown?.place === place;
  const undo = async () => {
    if (shown?.undo === undefined || running) return;
    setRunning(true);
    try {
      await shown.undo();
      say({ text: `Taken back: ${shown.text}` });
    } catch (error) {
      say({ text: `Not taken back. ${problemInWords(error)}` });
    } finally {
      setRunning(false);
    }
  };
  return (
    <UndoContext value={say}>
      {children}
      {isHere && shown?.undo !== undefined && <UndoKey undo={undo} />}
      {/* There from the start, and no timer: it stays until it is read, put away or followed by another. */}
      <div className="undoBar" role="status" aria-label="Done just now">
        {shown !== undefined && (
          <div className="undo" key={shown.count}>
            <span>{shown.text}</span>
            {shown.undo !== undefined && (
              <Button className="button" isDisabled={running} onPress={undo}>
                Undo {isHere && <kbd>u</kbd>}
              </Button>
            )}
            <Button className="button" aria-label="Put this line away" onPress={() => setShown(undefined)}>
              ✕
            </Button>
          </div>
        )}
      </div>
    </UndoContext>
  );
}

function UndoKey({ undo }: { readonly undo: () => void }) {
  useShortcuts('Everywhere', [{ key: 'u', label: 'Undo what was done just now', run: undo }]);
  return null;
}
