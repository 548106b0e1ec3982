import { randomUUID } from 'node:crypto';
import type { Frame } from '../../../src/feed/frame';
import { type Incident, newIncident } from '../../../src/incident/incident';
import type { E164 } from '../../../src/incident/phone';
import type { NewEvent, StoredMessage } from '../../../src/intake/records';

export function aFrame(text: string, receivedAt = 1): Frame {
  return { feedId: 'cad', receivedAt, bytes: new TextEncoder().encode(text) };
}

export function anEvent(incidentId: number, name: string, frameId = 1): NewEvent {
  return {
    incidentId,
    feedId: 'cad',
    frameId,
    receivedAt: 1,
    event: { type: 'narrativeAdded', occurredAt: 1, text: name } as never,
    repeatable: true,
  };
}

export function aMessage(incidentId: number, change: Partial<StoredMessage> & { readonly phone: E164 }): StoredMessage {
  return {
    id: randomUUID(),
    incidentId,
    stage: 'completed',
    cause: undefined,
    occurrence: 'first',
    role: 'caller',
    text: 'Your call 24-123456 is closed',
    language: 'en',
    segments: 1,
    status: 'ready',
    code: undefined,
    detail: undefined,
    createdAt: 1,
    dueAt: 1,
    notBefore: undefined,
    expiresAt: 1_000,
    sendingAt: undefined,
    acceptedAt: undefined,
    endedAt: undefined,
    attempts: 0,
    carrierMessageId: undefined,
    asked: 0,
    polls: 0,
    nextAskAt: undefined,
    needsPerson: undefined,
    candidates: [],
    released: false,
    resent: false,
    wantedLanguage: undefined,
    orderedBy: undefined,
    corrects: [],
    ...change,
  };
}

export function anIncident(id: number, number: string, at: number): Incident {
  return { ...newIncident(id, at), incidentNumbers: [{ number, agency: undefined }] as never };
}
