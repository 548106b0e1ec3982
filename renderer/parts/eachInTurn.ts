/** Some of several were done; `first` is why the first of the others was not. */
export class PartlyDone extends Error {
  constructor(
    readonly done: number,
    readonly of: number,
    readonly first: unknown,
  ) {
    super(`${done} of ${of} done`);
  }
}

/**
 * Does the same to several, one after the other. One that cannot be done, a text that has left meanwhile, does not keep the
 * others from it; then it rejects with `PartlyDone`.
 */
export async function eachInTurn<T>(all: readonly T[], work: (one: T) => Promise<unknown>): Promise<void> {
  const failed: unknown[] = [];
  for (const one of all) await work(one).catch((error: unknown) => failed.push(error));
  if (failed.length > 0) throw all.length === 1 ? failed[0] : new PartlyDone(all.length - failed.length, all.length, failed[0]);
}
