/** Writes to maps that can be taken back: a transaction that fails leaves nothing. */
export class UndoLog {
  #steps: (() => void)[] = [];

  set<K, V>(map: Map<K, V>, key: K, value: V): void {
    const before = map.get(key);
    if (before === undefined && !map.has(key)) this.#steps.push(() => map.delete(key));
    else this.#steps.push(() => map.set(key, before as V));
    map.set(key, value);
  }

  delete<K, V>(map: Map<K, V>, key: K): void {
    const before = map.get(key);
    if (before === undefined && !map.has(key)) return;
    this.#steps.push(() => map.set(key, before as V));
    map.delete(key);
  }

  add<T>(set: Set<T>, value: T): void {
    if (set.has(value)) return;
    this.#steps.push(() => set.delete(value));
    set.add(value);
  }

  push<T>(list: T[], value: T): void {
    this.#steps.push(() => list.pop());
    list.push(value);
  }

  committed(): void {
    this.#steps = [];
  }

  rolledBack(): void {
    for (const step of this.#steps.reverse()) step();
    this.#steps = [];
  }
}
