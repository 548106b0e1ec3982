import type { IncomingMessage, ServerResponse } from 'node:http';

/** A way the carrier, or the network before it, can fail. */
export type CarrierFault =
  /** The request is taken, and then the connection breaks. */
  | { readonly type: 'resetAfterAccepting' }
  | { readonly type: 'resetBeforeReading' }
  /** Taken, and never answered. */
  | { readonly type: 'hangAfterAccepting' }
  /** Taken, and answered byte by byte, without end. */
  | { readonly type: 'trickle' }
  /** Taken, and the 202 ends in its middle. */
  | { readonly type: 'truncated' }
  /** Not taken; this answer instead. `accepts` has it taken all the same. */
  | {
      readonly type: 'answer';
      readonly status: number;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly accepts?: boolean;
    };

/** Bandwidth's own error body. */
export function ownError(status: number, type: string, description: string, headers?: Record<string, string>): CarrierFault {
  const body = JSON.stringify({ type, description });
  return { type: 'answer', status, body, headers: { 'content-type': 'application/json', ...headers } };
}

/** True where the text counts as taken although its answer is lost. */
export function acceptsAnyway(fault: CarrierFault): boolean {
  switch (fault.type) {
    case 'resetBeforeReading':
      return false;
    case 'answer':
      return fault.accepts === true;
    default:
      return true;
  }
}

/** Ends (or never ends) the exchange as the fault says. `answer` is what would have been answered without it. */
export function actOut(fault: CarrierFault, request: IncomingMessage, response: ServerResponse, answer: string): void {
  switch (fault.type) {
    case 'resetAfterAccepting':
    case 'resetBeforeReading':
      request.socket.resetAndDestroy();
      return;
    case 'hangAfterAccepting':
      return;
    case 'trickle': {
      response.writeHead(202, { 'content-type': 'application/json' });
      const timer = setInterval(() => response.write(' '), 50);
      request.socket.once('close', () => clearInterval(timer));
      return;
    }
    case 'truncated':
      response.writeHead(202, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer) });
      response.write(answer.slice(0, Math.floor(answer.length / 2)), () => request.socket.destroy());
      return;
    case 'answer':
      response.writeHead(fault.status, fault.headers ?? {});
      response.end(fault.body ?? '');
  }
}
