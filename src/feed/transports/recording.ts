import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { HeraldError } from '../../heraldError';

const recordedSchema = z.union([
  z.strictObject({ at: z.number().min(0), text: z.string() }),
  z.strictObject({ at: z.number().min(0), base64: z.base64() }),
]);

/** A chunk as it came: milliseconds since the recording began, and its bytes. */
export interface RecordedChunk {
  readonly at: number;
  readonly bytes: Uint8Array;
}

/**
 * Reads a recording: a file of lines such as `{"at": 1500, "text": "..."}` or `{"at": 1500, "base64": "..."}`, with `at`
 * in milliseconds since its beginning and text as UTF-8. Throws `feed.badRecording`, naming the line.
 */
export async function* readRecording(file: string): AsyncGenerator<RecordedChunk> {
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
  let number = 0;
  for await (const line of lines) {
    number++;
    if (line.trim() !== '') yield readLine(line, number);
  }
}

function readLine(line: string, number: number): RecordedChunk {
  try {
    const recorded = recordedSchema.parse(JSON.parse(line));
    return { at: recorded.at, bytes: 'text' in recorded ? Buffer.from(recorded.text) : Buffer.from(recorded.base64, 'base64') };
  } catch {
    // The line itself may be personal: neither it nor the parser's words, which quote it, are passed on.
    throw new HeraldError('feed.badRecording', `Line ${number} of the recording is not {"at": ms, "text" or "base64": "..."}`, {
      line: number,
    });
  }
}
