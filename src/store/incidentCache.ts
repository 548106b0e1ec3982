import type { StoredIncident } from '../intake/records';

const KEPT = 1_000;

/** Incidents as last read or committed. What a transaction writes counts only once it commits. */
export class IncidentCache {
  readonly #kept = new Map<number, StoredIncident>();
  readonly #written = new Map<number, StoredIncident>();

  get(id: number): StoredIncident | undefined {
    return this.#written.get(id) ?? this.#kept.get(id);
  }

  read(id: number, stored: StoredIncident): void {
    this.#keep(id, stored);
  }

  write(id: number, stored: StoredIncident): void {
    this.#written.set(id, stored);
  }

  /** It is no more; in a transaction that rolls back it is read again. */
  forget(id: number): void {
    this.#written.delete(id);
    this.#kept.delete(id);
  }

  forgetAll(): void {
    this.#written.clear();
    this.#kept.clear();
  }

  committed(): void {
    for (const [id, stored] of this.#written) this.#keep(id, stored);
    this.#written.clear();
  }

  rolledBack(): void {
    this.#written.clear();
  }

  #keep(id: number, stored: StoredIncident): void {
    this.#kept.delete(id);
    this.#kept.set(id, stored);
    if (this.#kept.size <= KEPT) return;
    const oldest = this.#kept.keys().next();
    if (!oldest.done) this.#kept.delete(oldest.value);
  }
}
