import { useEffect, useRef, useSyncExternalStore } from 'react';
import { currentPreferences } from './preferences';

/** A key and what it does here. `key` is as KeyboardEvent.key says it; upper case means with Shift. */
export interface Shortcut {
  readonly key: string;
  readonly label: string;
  readonly run: (event: KeyboardEvent) => void;
}

interface Group {
  readonly title: string;
  readonly shortcuts: readonly Shortcut[];
}

const groups = new Map<symbol, Group>();
const listeners = new Set<() => void>();
let snapshot: readonly Group[] = [];

function changed(): void {
  snapshot = [...groups.values()];
  for (const listener of listeners) listener();
}

/** Binds keys while the caller is on screen. The newest binding of a key wins. */
export function useShortcuts(title: string, shortcuts: readonly Shortcut[]): void {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  const shape = shortcuts.map(({ key, label }) => `${key} ${label}`).join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: bound again only when keys or labels change, not on each render
  useEffect(() => {
    const id = Symbol(title);
    groups.set(id, {
      title,
      shortcuts: latest.current.map(({ key, label }, index) => ({ key, label, run: (event) => latest.current[index]?.run(event) })),
    });
    changed();
    return () => {
      groups.delete(id);
      changed();
    };
  }, [title, shape]);
}

/** All keys bound now, for the list that `?` shows. */
export function useShortcutGroups(): readonly Group[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => snapshot,
  );
}

/** Starts listening for bound keys; they do nothing in a text field, in a dialog, with Ctrl, Alt or Meta, or when turned off. */
export function listenForShortcuts(window: Window): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (!currentPreferences().singleKeys) return;
    const target = event.target instanceof Element ? event.target : undefined;
    if (target?.closest('input, textarea, select, [contenteditable], [role="dialog"], [role="alertdialog"]')) return;
    for (const group of [...groups.values()].reverse()) {
      const shortcut = group.shortcuts.find(({ key }) => key === event.key);
      if (shortcut === undefined) continue;
      event.preventDefault();
      shortcut.run(event);
      return;
    }
  };
  window.addEventListener('keydown', onKey);
  return () => window.removeEventListener('keydown', onKey);
}
