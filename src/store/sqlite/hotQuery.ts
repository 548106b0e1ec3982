import type { Compilable, CompiledQuery, Kysely, QueryResult } from 'kysely';
import { HeraldError } from '../../heraldError';

export type HotParameters = Readonly<Record<string, number | bigint | string | Uint8Array | null>>;

/** The query is built and compiled once, at the first call, and run with these values from then on. */
export type HotQuery<DB, P extends HotParameters, O> = (db: Kysely<DB>, values: P) => Promise<QueryResult<O>>;

/**
 * For the few queries that run for every event, where building and compiling costs more than running them. In `build`,
 * each property of `p` stands for a value that comes later: it can be passed on to Kysely and nothing else, so the query
 * cannot depend on it (no `in` lists of any length, no `if`; what is null must be bound, not tested with `is`).
 *
 * ```ts
 * const insertEvent = hotQuery((db: Kysely<Schema>, p: { incidentId: number; at: number }) =>
 *   db.insertInto('event').values({ incidentId: p.incidentId, at: p.at }).returning('id'))
 * const { rows } = await insertEvent(trx, { incidentId: 7, at: now })
 * ```
 */
export function hotQuery<DB, P extends HotParameters, O>(build: (db: Kysely<DB>, p: P) => Compilable<O>): HotQuery<DB, P, O> {
  let template: CompiledQuery | undefined;
  return (db, values) => {
    template ??= build(db, placeholders() as P).compile();
    return db.executeQuery<O>({
      ...template,
      parameters: template.parameters.map((one) => filled(one, values)),
    } as CompiledQuery<O>);
  };
}

class Placeholder {
  constructor(readonly name: string) {}

  [Symbol.toPrimitive](): never {
    throw new HeraldError('internal.hotQuery', `A hot query cannot depend on the value of ${this.name}`);
  }
}

function placeholders(): object {
  return new Proxy({}, { get: (_target, name) => new Placeholder(String(name)) });
}

function filled(parameter: unknown, values: HotParameters): unknown {
  return parameter instanceof Placeholder ? values[parameter.name] : parameter;
}
