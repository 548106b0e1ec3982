import { randomUUID } from 'node:crypto';

/** What the other side of a conveyance says (NENA-STA-024). */
export type Conveyed =
  /** Also the answer to a renewal, where some servers leave the id out. `statusCode` 200 to 299: it stands. */
  | {
      readonly kind: 'subscribeResponse';
      readonly requestId: string | undefined;
      readonly subscriptionId: string | undefined;
      readonly expiresMs: number | undefined;
      readonly statusCode: number;
    }
  /** `empty`: nothing is told; servers send it to see whether we are there. */
  | { readonly kind: 'event'; readonly transactionId: string | undefined; readonly empty: boolean }
  | { readonly kind: 'terminate'; readonly requestId: string | undefined; readonly subscriptionId: string | undefined }
  | { readonly kind: 'unsubscribeResponse' }
  /** None of these: a bare EIDO, perhaps, or no JSON at all. */
  | { readonly kind: 'other' };

/** Reads a message as far as the conveyance goes; what it says of incidents is for the format. */
export function readConveyed(bytes: Uint8Array): Conveyed {
  let message: unknown;
  try {
    message = JSON.parse(
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
        .toString()
        .replace(/^\ufeff/, ''),
    );
  } catch {
    return { kind: 'other' };
  }
  const { event, terminate, subscribeResponse, unsubscribeResponse } = objectOf(message) ?? {};
  const told = objectOf(event);
  if (told !== undefined) {
    const { notification } = told;
    const empty = notification === undefined || notification === null || (Array.isArray(notification) && notification.length === 0);
    return { kind: 'event', transactionId: textOf(told.transactionId), empty };
  }
  const ending = objectOf(terminate);
  if (ending !== undefined) {
    return { kind: 'terminate', requestId: textOf(ending.requestId), subscriptionId: textOf(ending.subscriptionId) };
  }
  const answer = objectOf(subscribeResponse);
  if (answer !== undefined) {
    const expires = Number(answer.expires);
    return {
      kind: 'subscribeResponse',
      requestId: textOf(answer.requestId),
      subscriptionId: textOf(answer.subscriptionId),
      expiresMs: expires > 0 ? expires * 1_000 : undefined,
      statusCode: Number(answer.statusCode ?? 200),
    };
  }
  return objectOf(unsubscribeResponse) === undefined ? { kind: 'other' } : { kind: 'unsubscribeResponse' };
}

/** Asks for all incidents; with `subscriptionId`, renews that subscription. `requestId` comes back with the answer. */
export function subscribeMessage(expiresMs: number, subscriptionId?: string): { requestId: string; text: string } {
  const requestId = randomUUID();
  const subscribe = {
    requestId,
    subscriptionId,
    requestType: 'EIDO',
    requestSubType: 'new',
    requestAccepts: 'application/emergency.eido+json',
    expires: Math.round(expiresMs / 1_000),
  };
  return { requestId, text: JSON.stringify({ subscribe }) };
}

export function unsubscribeMessage(subscriptionId: string): string {
  return JSON.stringify({ unsubscribe: { requestId: randomUUID(), subscriptionId } });
}

export function eventResponse(transactionId: string, statusCode: 200 | 413): string {
  const statusText = statusCode === 200 ? 'OK' : 'Payload Too Large';
  return JSON.stringify({ eventResponse: { transactionId, statusCode, statusText } });
}

export function terminateResponse(requestId: string | undefined, subscriptionId: string | undefined): string {
  return JSON.stringify({ terminateResponse: { requestId, subscriptionId, statusCode: 200, statusText: 'OK' } });
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;
}
