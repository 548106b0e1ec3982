/** What transactions share: the version of the policy that they decide under, and what is to happen between two of them. */
export class Turn {
  policyVersion: number | undefined;
  #waiting: (() => void)[] = [];

  /** Runs `then` once the transaction under way is durable, before the next begins; not at all if it rolls back. */
  afterCommit(then: () => void): void {
    this.#waiting.push(then);
  }

  committed(): void {
    for (const then of this.#waiting.splice(0)) then();
  }

  rolledBack(): void {
    this.#waiting = [];
  }
}
