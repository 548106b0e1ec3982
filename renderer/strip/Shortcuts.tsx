import { useState } from 'react';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { address, go } from '../route';
import { useShortcutGroups, useShortcuts } from '../shortcuts';
import { SCREENS } from './screens';

/** Binds the keys that work everywhere; shows all keys of the screen by its button, or on `?`. */
export function Shortcuts() {
  const [open, setOpen] = useState(false);
  const groups = useShortcutGroups();
  useShortcuts('Everywhere', [
    ...SCREENS.map(({ screen, name }, index) => ({ key: String(index + 1), label: name, run: () => go(address(screen)) })),
    { key: '?', label: 'These keys', run: () => setOpen(true) },
  ]);
  const titles = [...new Set(groups.map((group) => group.title))];
  return (
    <>
      <Button className="button keysButton" onPress={() => setOpen(true)}>
        Keys <kbd>?</kbd>
      </Button>
      <ModalOverlay className="overlay" isDismissable isOpen={open} onOpenChange={setOpen}>
        <Modal className="modal">
          <Dialog className="dialog">
            <Heading slot="title">Keys</Heading>
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
            <p className="muted">Arrow keys, Home and End move in a list, Enter opens. Display turns single keys off.</p>
            <div className="dialogButtons">
              <Button slot="close" className="button">
                Close
              </Button>
            </div>
          </Dialog>
        </Modal>
      </ModalOverlay>
    </>
  );
}
