import { durations } from '../clock';
import type { E164 } from '../incident/phone';
import type { CommandResult } from '../intake/commands';
import type { ListedSuppression } from '../store/optOutQueries';
import type { Caller } from './backend';

type ToNumber = (caller: Caller, input: { number: string; reason: string }) => Promise<CommandResult>;

interface ListedDeps {
  readonly find: (id: string) => Promise<ListedSuppression | undefined>;
  readonly liftPerson: ToNumber;
  readonly resubscribe: ToNumber;
  readonly liftUnreachable: ToNumber;
  readonly suppress: ToNumber;
  readonly recordOptOut: (
    caller: Caller,
    input: { number: string; how: 'phone' | 'desk'; reason: string },
  ) => Promise<CommandResult>;
  readonly now: () => number;
}

/** So long what was lifted from the list can be put back by its id: only here is still known whose number it was. */
const PUT_BACK_WITHIN_MS = 15 * durations.MINUTE;

/** Written before the reason of an opt-out when it is entered, and so again when it is put back. */
const HOW = /^(?:by phone|at the desk|by text): /;

interface Lifted {
  readonly phone: E164;
  readonly kind: ListedSuppression['kind'];
  readonly source: ListedSuppression['source'];
  readonly reason: string;
  readonly at: number;
}

/** Entries of the list of numbers that are not texted, lifted by their id: whoever sees numbers masked has no other name for them. */
export class ListedSuppressions {
  readonly #deps: ListedDeps;
  readonly #lifted = new Map<string, Lifted>();
  constructor(deps: ListedDeps) {
    this.#deps = deps;
  }

  async lift(caller: Caller, { id, reason }: { id: string; reason: string }): Promise<CommandResult> {
    const entry = await this.#deps.find(id);
    if (entry === undefined) return 'notFound';
    const { phone, kind } = entry;
    const outcome = await this.#lifting(kind)(caller, { number: phone, reason });
    this.#forgetOld();
    if (outcome === 'done') this.#lifted.set(id, { ...entry, at: this.#deps.now() });
    return outcome;
  }

  async putBack(caller: Caller, { id, reason }: { id: string; reason: string }): Promise<CommandResult> {
    this.#forgetOld();
    const lifted = this.#lifted.get(id);
    if (lifted === undefined) return 'notFound';
    const { phone, kind } = lifted;
    const because = { number: phone, reason: `${lifted.reason.replace(HOW, '')} (${reason})`.slice(0, 500) };
    if (kind === 'unreachable') return { conflict: 'That comes back by itself, should the carrier still not reach the number' };
    const outcome =
      kind === 'person'
        ? await this.#deps.suppress(caller, because)
        : // Not `text`, whoever asked: they had their confirmation the first time.
          await this.#deps.recordOptOut(caller, { ...because, how: lifted.source === 'phone' ? 'phone' : 'desk' });
    if (outcome === 'done') this.#lifted.delete(id);
    return outcome;
  }

  #lifting(kind: ListedSuppression['kind']): ToNumber {
    const { liftPerson, resubscribe, liftUnreachable } = this.#deps;
    return kind === 'person' ? liftPerson : kind === 'optOut' ? resubscribe : liftUnreachable;
  }

  #forgetOld(): void {
    const before = this.#deps.now() - PUT_BACK_WITHIN_MS;
    for (const [id, { at }] of this.#lifted) if (at < before) this.#lifted.delete(id);
  }
}
