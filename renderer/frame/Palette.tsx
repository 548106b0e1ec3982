import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import {
  Autocomplete,
  Button,
  Dialog,
  Header,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  ListBoxSection,
  Modal,
  ModalOverlay,
  SearchField,
} from 'react-aria-components';
import { useClient } from '../link/herald';
import { address, go } from '../route';
import { type Shortcut, useShortcutGroups } from '../shortcuts';
import { useListedScreens } from './Navigation';
import { GROUPS } from './screen';

interface Choice {
  readonly id: string;
  readonly name: string;
  readonly more: string;
  readonly run: () => void;
}

const FOUND_AT_MOST = 6;
const SHOWN_OF_EACH = 5;

/** Ctrl+K: an incident by its number or a phone's last four digits, a screen, or anything a key does here. */
export function Palette() {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      event.preventDefault();
      setOpen((before) => !before);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      <Button className="button paletteButton" onPress={() => setOpen(true)}>
        Find or do <kbd>Ctrl K</kbd>
      </Button>
      <ModalOverlay className="overlay" isDismissable isOpen={open} onOpenChange={setOpen}>
        <Modal className="modal palette">
          <Dialog className="dialog" aria-label="Find or do">
            <Choices close={() => setOpen(false)} />
          </Dialog>
        </Modal>
      </ModalOverlay>
    </>
  );
}

function Choices({ close }: { readonly close: () => void }) {
  const [typed, setTyped] = useState('');
  const asked = typed.trim();
  const incidents = useIncidents(asked);
  const screens = useScreens();
  const actions = useActions();
  const fits = ({ name, more }: Choice) => words(asked).every((word) => `${name} ${more}`.toLowerCase().includes(word));
  const sections = [
    { title: 'Incidents', choices: incidents },
    { title: 'Screens', choices: screens.filter(fits).slice(0, SHOWN_OF_EACH) },
    { title: 'Do', choices: actions.filter(fits).slice(0, SHOWN_OF_EACH) },
  ].filter(({ choices }) => choices.length > 0);
  const all = sections.flatMap(({ choices }) => choices);
  return (
    <Autocomplete inputValue={typed} onInputChange={setTyped}>
      <SearchField className="paletteField" autoFocus>
        <Label className="hidden">Incident number, a phone’s last four digits, screen or action</Label>
        <Input className="input" placeholder="incident number, a phone’s last four, screen or action" />
      </SearchField>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the arrow keys belong to the field above */}
      <section className="paletteList" aria-label="What was found" tabIndex={0}>
        <ListBox
          className="listBox"
          aria-label="Found"
          selectionMode="none"
          onAction={(key) => {
            const chosen = all.find(({ id }) => id === key);
            close();
            // After the dialog has gone and the focus is back where it was, since a key may act on the row that has it.
            setTimeout(() => chosen?.run(), 50);
          }}
          renderEmptyState={() => <p className="muted">Nothing has “{asked}” in it.</p>}
        >
          {sections.map(({ title, choices }) => (
            <ListBoxSection key={title} id={title}>
              <Header className="listHeader">{title}</Header>
              {choices.map(({ id, name, more }) => (
                <ListBoxItem key={id} id={id} textValue={name} className="listItem">
                  <span>{name}</span> <span className="muted cut">{more}</span>
                </ListBoxItem>
              ))}
            </ListBoxSection>
          ))}
        </ListBox>
      </section>
    </Autocomplete>
  );
}

function useIncidents(find: string): readonly Choice[] {
  const client = useClient();
  const enabled = find.length >= 2;
  // Under a key of its own, so that news from CAD does not move what Enter is about to open.
  const { data } = useQuery({
    queryKey: ['palette', find],
    queryFn: ({ signal }) => client.incidents.list({ find, limit: FOUND_AT_MOST }, { signal }),
    enabled,
    staleTime: 2_000,
  });
  if (!enabled || data === undefined) return [];
  return data.items.map(({ id, number, callTypeLabel, callType, sentence }) => ({
    id: `incident ${id}`,
    name: number,
    more: `${callTypeLabel ?? callType ?? 'No call type'}. ${sentence}`,
    run: () => lead(address('incidents', number, { id: String(id) })),
  }));
}

function useScreens(): readonly Choice[] {
  return useListedScreens().map(({ screen, name, group }) => ({
    id: `screen ${screen}`,
    name,
    more: GROUPS.find((each) => each.group === group)?.name ?? '',
    run: () => lead(address(screen)),
  }));
}

/** All that a key does now, but for moving in lists and going to screens, which are there anyway. */
function useActions(): readonly Choice[] {
  return useShortcutGroups().flatMap(({ title, shortcuts }) =>
    shortcuts
      .filter(({ key }: Shortcut) => !/^[jk\d]$/.test(key))
      .map((shortcut) => ({
        id: `action ${title} ${shortcut.key}`,
        name: shortcut.label,
        more: title,
        run: () => shortcut.run(new KeyboardEvent('keydown', { key: shortcut.key })),
      })),
  );
}

/** To a screen, and into it: the focus came back to where the palette was called, which may be anywhere on the page. */
function lead(to: string): void {
  go(to);
  document.getElementById('main')?.focus({ preventScroll: true });
}

function words(text: string): readonly string[] {
  return text.toLowerCase().split(/\s+/).filter(Boolean);
}
