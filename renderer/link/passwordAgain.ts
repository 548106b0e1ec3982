import { type ClientLink, ORPCError } from '@orpc/client';
import type { AccessError } from '../../src/contract/access';

export type Call = ClientLink<Record<never, never>>['call'];

/**
 * Calls that the appliance refuses until the password was given again wait for it, and are made once more: no screen has
 * to know. However many come at once, the person is asked once. A store for `useSyncExternalStore`.
 */
export class PasswordAgain {
  #asked: { readonly answered: Promise<boolean>; answer(given: boolean): void } | undefined;
  readonly #listeners = new Set<() => void>();
  readonly #closed = new Set<() => void>();

  /** Without a password the call fails as the appliance refused it. */
  around(call: Call): Call {
    return async (path, input, options) => {
      try {
        return await call(path, input, options);
      } catch (error) {
        if (isOfClosedConsole(error)) for (const listener of this.#closed) listener();
        if (!isWanted(error) || !(await this.#ask())) throw error;
        // Once only: a second refusal has a reason that the same password would not remove.
        return call(path, input, options);
      }
    };
  }

  /** Whether somebody has to be asked now. */
  isAsked = (): boolean => this.#asked !== undefined;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Called when the appliance lets nothing through before something else was done, as when this console is locked. */
  onClosed = (listener: () => void): (() => void) => {
    this.#closed.add(listener);
    return () => this.#closed.delete(listener);
  };

  /** `given`: the appliance took the password, so all that waits is done now. */
  answer(given: boolean): void {
    const asked = this.#asked;
    this.#asked = undefined;
    asked?.answer(given);
    this.#tell();
  }

  #ask(): Promise<boolean> {
    if (this.#asked === undefined) {
      let answer: (given: boolean) => void = () => undefined;
      const answered = new Promise<boolean>((resolve) => {
        answer = resolve;
      });
      this.#asked = { answered, answer };
      this.#tell();
    }
    return this.#asked.answered;
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

const codeOf = (error: unknown) => (error instanceof ORPCError ? (error.code as AccessError) : undefined);

/** What is due every twelve hours closes the whole console, which has a screen for that. */
const isDueForAll = (error: unknown) => error instanceof ORPCError && error.data?.because === 'twelveHours';

const isWanted = (error: unknown) => codeOf(error) === 'REAUTHENTICATE' && !isDueForAll(error);

/** The appliance is there, and lets nothing through before somebody has signed in, unlocked it or set their account up. */
export const isClosedFor = (error: unknown): boolean => codeOf(error) === 'UNAUTHORIZED' || isOfClosedConsole(error);

const isOfClosedConsole = (error: unknown) =>
  codeOf(error) === 'LOCKED' || codeOf(error) === 'SETUP_NEEDED' || (codeOf(error) === 'REAUTHENTICATE' && isDueForAll(error));
