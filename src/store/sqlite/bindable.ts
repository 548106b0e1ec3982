import type { SQLiteValue } from 'node-sqlite3-wasm';
import { HeraldError } from '../../heraldError';

const MAX_INT64 = 2n ** 63n - 1n;
/** Far above any frame; the WASM build does not notice when its memory cannot take a value. */
const MAX_LENGTH = 64 * 1_048_576;

/**
 * The parameters as SQLite will store them. Throws `store.unsupportedParameter`, with the position, where the WASM build
 * would store something else than was meant: booleans, dates, `undefined`, NaN, integers beyond 64 bits.
 */
export function bindable(parameters: readonly unknown[]): SQLiteValue[] {
  let bound = parameters as SQLiteValue[];
  for (let position = 0; position < parameters.length; position++) {
    const value = parameters[position];
    if (typeof value === 'string') {
      // Strings reach SQLite with a terminating NUL, so one inside would silently cut the text short.
      if (value.includes('\0')) {
        if (bound === parameters) bound = [...bound];
        bound[position] = value.replaceAll('\0', '\ufffd');
      }
      if (value.length > MAX_LENGTH) throw unsupported(position, 'too long a string');
    } else if (typeof value === 'number') {
      if (Number.isNaN(value)) throw unsupported(position, 'NaN');
    } else if (typeof value === 'bigint') {
      if (value > MAX_INT64 || value < -MAX_INT64 - 1n) throw unsupported(position, 'an integer beyond 64 bits');
    } else if (value instanceof Uint8Array) {
      if (value.byteLength > MAX_LENGTH) throw unsupported(position, 'too long a blob');
    } else if (value !== null) {
      throw unsupported(position, typeof value === 'object' ? 'an object' : `a value of type ${typeof value}`);
    }
  }
  return bound;
}

function unsupported(position: number, what: string): HeraldError {
  return new HeraldError('store.unsupportedParameter', `Parameter ${position + 1} is ${what}, which the store does not take`);
}
