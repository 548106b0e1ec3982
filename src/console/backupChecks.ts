import type { Clock } from '../clock';
import type { BackupView } from '../contract/store';

interface BackupChecksDeps {
  /** Undefined where the backup is gone by then. */
  readonly verify: (identity: string, name: string) => Promise<{ whole: boolean; reason: string | null } | undefined>;
  readonly exists: (name: string) => boolean;
  readonly clock: Clock;
}

type Check = NonNullable<BackupView['check']>;

/** Checks of backups that people began: of a large one it takes longer than anybody waits for an answer. */
export class BackupChecks {
  readonly #deps: BackupChecksDeps;
  readonly #checks = new Map<string, Check>();
  constructor(deps: BackupChecksDeps) {
    this.#deps = deps;
  }

  of(name: string): Check | null {
    return this.#checks.get(name) ?? null;
  }

  /** One that is under way is joined. Undefined where there is no such backup. */
  begin(identity: string, name: string): { readonly startedAt: number } | undefined {
    const { verify, exists, clock } = this.#deps;
    const known = this.#checks.get(name);
    if (known?.state === 'running') return { startedAt: known.startedAt };
    if (!exists(name)) return undefined;
    const startedAt = clock.now();
    this.#checks.set(name, { state: 'running', startedAt, endedAt: null, reason: null });
    verify(identity, name).then(
      (result) => {
        if (result === undefined) this.#checks.delete(name);
        else this.#ended(name, startedAt, result.whole, result.reason);
      },
      // The appliance may be stopping, or the disk refuse: either way it was not found whole.
      () => this.#ended(name, startedAt, false, 'The check came to no end'),
    );
    return { startedAt };
  }

  #ended(name: string, startedAt: number, whole: boolean, reason: string | null): void {
    this.#checks.set(name, { state: whole ? 'whole' : 'broken', startedAt, endedAt: this.#deps.clock.now(), reason });
  }
}
