import type { Random } from './random';

const CONTROLS = [0x00, 0x02, 0x03, 0x06, 0x09, 0x0a, 0x0c, 0x0d, 0x15, 0x1a, 0x1b, 0x22, 0x3c, 0x3e, 0x5c, 0x7b, 0x7d, 0x7c, 0xff];

/** The bytes with up to four things done to them that lines, disks and people do: lost, doubled, changed, mixed up, cut off. */
export function mutate(random: Random, bytes: Uint8Array): Uint8Array {
  let mutated = bytes;
  for (let times = random.below(5); times > 0; times--) mutated = once(random, mutated);
  return mutated;
}

function once(random: Random, bytes: Uint8Array): Uint8Array {
  const from = random.below(bytes.length + 1);
  const to = Math.min(bytes.length, from + random.below(40));
  const around = (...middle: readonly Uint8Array[]) => Buffer.concat([bytes.subarray(0, from), ...middle, bytes.subarray(to)]);
  switch (random.below(8)) {
    case 0:
      return around();
    case 1:
      return around(bytes.subarray(from, to), bytes.subarray(from, to));
    case 2:
      return around(random.bytes(random.below(12)));
    case 3:
      return around(Uint8Array.of(random.pick(CONTROLS)), bytes.subarray(from, to));
    case 4: {
      const flipped = Uint8Array.from(bytes);
      if (from < flipped.length) flipped[from] = (flipped[from] as number) ^ (1 << random.below(8));
      return flipped;
    }
    case 5:
      return around(Buffer.from(String(random.below(100_000))));
    case 6:
      return bytes.subarray(0, from);
    default:
      return around(Buffer.from(random.pick(['é', '\u{1f4de}', '\ufeff', '00:00:00', '00/00/0000', 'Dispatch:', '&amp;'])));
  }
}

/** Only digits are changed, into digits and letters: whatever frames a document stays as it is. */
export function mutateDigits(random: Random, bytes: Uint8Array): Uint8Array {
  const mutated = Uint8Array.from(bytes);
  const letters = Buffer.from('0123456789abcXYZ');
  for (let times = random.below(12); times > 0; times--) {
    const at = random.below(mutated.length);
    const byte = mutated[at] as number;
    if (byte >= 0x30 && byte <= 0x39) mutated[at] = letters[random.below(letters.length)] as number;
  }
  return mutated;
}

/** Cuts bytes into chunks as ports do: mostly a few hundred bytes, at times one by one. */
export function* chunksOf(random: Random, bytes: Uint8Array): Generator<Uint8Array> {
  const most = random.pick([1, 7, 100, 1_000, 1_000, 4_095, 4_095, 65_536, 65_536, 65_536]);
  for (let at = 0; at < bytes.length; ) {
    const length = 1 + random.below(most);
    yield bytes.subarray(at, at + length);
    at += length;
  }
}
