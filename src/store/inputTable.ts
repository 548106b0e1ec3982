import type { Kysely } from 'kysely';
import type { Input, JournaledInput } from '../intake/input';
import type { Personal } from './personal';
import type { Schema } from './schema';
import { hotQuery } from './sqlite/hotQuery';

type Db = Kysely<Schema>;
type Row = Pick<Schema['input'], 'at' | 'kind' | 'firstFrame' | 'lastFrame' | 'body'> & { readonly id: number };

const insertInput = hotQuery(
  (db: Db, p: { at: number; kind: string; firstFrame: number | null; lastFrame: number | null; body: Uint8Array | null }) =>
    db.insertInto('input').values({ at: p.at, kind: p.kind, firstFrame: p.firstFrame, lastFrame: p.lastFrame, body: p.body }),
);

/** Journals an input. What it says beyond its kind and frames is sealed: commands name numbers. */
export async function addInput(db: Db, personal: Personal, input: Input, at: number): Promise<void> {
  const { kind, ...rest } = input;
  const { first = null, last = null, ...body } = rest as { first?: number; last?: number };
  const sealed = Object.keys(body).length === 0 ? null : personal.seal(JSON.stringify(body), 'input.body');
  await insertInput(db, { at, kind, firstFrame: first, lastFrame: last, body: sealed });
}

export function readInput(row: Row, personal: Personal): JournaledInput {
  const { id, at, kind, firstFrame, lastFrame, body } = row;
  const input = {
    kind,
    ...(firstFrame === null ? {} : { first: firstFrame, last: lastFrame }),
    ...(body === null ? {} : (JSON.parse(personal.open(body, 'input.body')) as object)),
  } as Input;
  return { id, at, input };
}
