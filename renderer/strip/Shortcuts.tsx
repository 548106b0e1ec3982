import { useListedScreens } from '../frame/Navigation';
import { ReadDialog } from '../parts/ReadDialog';
import { address, go } from '../route';
import { useShortcutGroups, useShortcuts } from '../shortcuts';

interface KeysDialogProps {
  readonly isOpen: boolean;
  readonly setOpen: (open: boolean) => void;
}

/** Binds the keys that work everywhere, and shows all keys of the screen on `?`. */
export function KeysDialog({ isOpen, setOpen }: KeysDialogProps) {
  const groups = useShortcutGroups();
  const screens = useListedScreens().filter(({ group }) => group === 'dispatcher');
  useShortcuts('Everywhere', [
    ...screens.map(({ screen, name }, index) => ({ key: String(index + 1), label: name, run: () => go(address(screen)) })),
    { key: '?', label: 'These keys', run: () => setOpen(true) },
  ]);
  const titles = [...new Set(groups.map((group) => group.title))];
  return (
    <ReadDialog title="Keys" isOpen={isOpen} setOpen={setOpen} isWide>
      {titles.map((title) => (
        <section key={title}>
          <h3>{title}</h3>
          <dl className="keys">
            {groups
              .filter((group) => group.title === title)
              .flatMap((group) => group.shortcuts)
              .map(({ key, label }) => (
                <div key={key + label}>
                  <dt>
                    <kbd>{/^[A-Z]$/.test(key) ? `Shift ${key}` : key}</kbd>
                  </dt>
                  <dd>{label}</dd>
                </div>
              ))}
          </dl>
        </section>
      ))}
      <p className="muted">
        <kbd>Ctrl K</kbd> finds an incident, a screen or an action. Arrow keys, Home and End move in a list, Enter opens. Single
        keys can be turned off under Display and sound.
      </p>
    </ReadDialog>
  );
}
