import type { Clock } from '../../clock';
import { isHeraldError } from '../../heraldError';
import type { Store } from '../store';

export type StoreState = 'ok' | 'full' | 'readOnly' | 'damaged' | 'failing';

const STATES: Readonly<Record<string, StoreState>> = {
  'store.full': 'full',
  'store.readOnly': 'readOnly',
  'store.corrupt': 'damaged',
  'store.sealBroken': 'damaged',
  'store.failed': 'failing',
};

/** How the store is, by what became of its transactions. */
export class StoreHealth {
  readonly #clock: Clock;
  readonly #onDamaged: () => void;
  #state: StoreState = 'ok';
  #since: number;

  constructor(clock: Clock, onDamaged: () => void) {
    this.#clock = clock;
    this.#since = clock.now();
    this.#onDamaged = onDamaged;
  }

  get state(): StoreState {
    return this.#state;
  }

  get since(): number {
    return this.#since;
  }

  /** The same store, watched. */
  watch(store: Store): Store {
    const watched = <T>(result: Promise<T>): Promise<T> => {
      result.catch((error: unknown) => this.failed(error));
      return result;
    };
    return {
      ...store,
      transaction: (work) => watched(store.transaction(work)),
      between: (work) => watched(store.between(work)),
      purgeLinks: (before) => watched(store.purgeLinks(before)),
      endRecovering: (now) => watched(store.endRecovering(now)),
    };
  }

  failed(error: unknown): void {
    const state = isHeraldError(error) ? STATES[error.code] : undefined;
    if (state !== undefined) this.#become(state);
  }

  /** A write has worked. A transaction that only reads works on a full disk, too. */
  wrote(): void {
    this.#become('ok');
  }

  damaged(): void {
    this.#become('damaged');
  }

  #become(state: StoreState): void {
    // Damage stays until the store is restored: what can be written to may still tell nonsense.
    if (state === this.#state || this.#state === 'damaged') return;
    this.#state = state;
    this.#since = this.#clock.now();
    if (state !== 'damaged') return;
    try {
      this.#onDamaged();
    } catch {
      // A disk that is damaged may not take the mark either; the alarm stands.
    }
  }
}
