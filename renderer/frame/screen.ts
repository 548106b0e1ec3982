import type { ComponentType } from 'react';

export interface ScreenProps {
  /** What the screen is about, from the address: an incident's number, a feed's id. */
  readonly subject: string | undefined;
  readonly query: URLSearchParams;
}

/** One screen of the console. Adding one to a list in `screens.ts` puts it into navigation, palette, tests and pictures. */
export interface Screen {
  /** Its place in the address: `#/rules`. */
  readonly screen: string;
  readonly name: string;
  readonly group: 'dispatcher' | 'supervisor' | 'administration';
  /** The procedure without which it is of no use, as `audit.list`: who may not use that does not see the screen. */
  readonly needs?: string;
  /** Reached from another screen, which navigation shows as the current one. */
  readonly under?: string;
  /** Code of its own, fetched when it is first opened; the module exports `Screen`. */
  readonly load: () => Promise<{ readonly Screen: ComponentType<ScreenProps> }>;
  /** Where tests and pictures look at it: an address in training mode, and words that are there once its data has come. */
  readonly looks: readonly Look[];
}

export interface Look {
  readonly name: string;
  readonly hash: string;
  readonly shows: string;
  /** On an appliance that is not set up, instead of one in training mode. */
  readonly on?: 'notSetUp';
}

/** The groups in the order of navigation. */
export const GROUPS = [
  { group: 'dispatcher', name: 'Dispatcher' },
  { group: 'supervisor', name: 'Supervisor' },
  { group: 'administration', name: 'Administration' },
] as const;
