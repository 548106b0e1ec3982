import type { DataKey, DataKeys } from '../../src/store/keys/dataSeal';
import { KINDS, type Kind } from '../../src/store/personal';

/** One data key for each kind, always the same, and on no disk. */
export function memoryKeys(): DataKeys {
  const keys = KINDS.map((kind, index): DataKey => ({ id: index + 1, kind, key: new Uint8Array(32).fill(index + 1) }));
  return {
    current: (kind: Kind) => keys.find((key) => key.kind === kind) as DataKey,
    byId: (id) => keys[id - 1],
  };
}
