import type { IncomingMessage } from 'node:http';
import type { ErrorAnswer } from './httpHeaders';

/** No command is longer than a few hundred characters. */
export const MAX_BODY_BYTES = 1024 * 1024;

export type Body = { readonly json: unknown } | { readonly refused: ErrorAnswer };

/** The request's JSON; an empty body is an empty object. Rejects only when the client goes away. */
export async function readJsonBody(request: IncomingMessage): Promise<Body> {
  const { 'content-length': length, 'content-type': type, 'content-encoding': encoding } = request.headers;
  if (Number(length ?? 0) > MAX_BODY_BYTES) return TOO_LARGE;
  if (length === undefined && request.headers['transfer-encoding'] === undefined) return { json: {} };
  if (!/^application\/json\s*(;|$)/i.test(type ?? '') || encoding !== undefined) {
    // An empty body needs no type: `curl -X POST` sends none.
    return Number(length) === 0 ? { json: {} } : NOT_JSON_TYPE;
  }
  const bytes = await readBytes(request);
  if (bytes === undefined) return TOO_LARGE;
  if (bytes.length === 0) return { json: {} };
  try {
    return { json: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) };
  } catch {
    return refuse(400, 'BAD_REQUEST', 'The body is not JSON in UTF-8');
  }
}

/** Undefined when there is too much; the rest is then left to Node, which reads and drops it after the answer. */
function readBytes(request: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_BODY_BYTES) {
        chunks.push(chunk);
        return;
      }
      request.off('data', onData);
      resolve(undefined);
    };
    request.on('data', onData);
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', reject);
    request.once('close', () => reject(new Error('The client went away')));
  });
}

function refuse(status: number, code: string, message: string): Body {
  return { refused: { status, code, message } };
}

const TOO_LARGE = refuse(413, 'PAYLOAD_TOO_LARGE', 'The body is longer than 1 MiB');
const NOT_JSON_TYPE = refuse(415, 'UNSUPPORTED_MEDIA_TYPE', 'The body must be sent as Content-Type: application/json');
