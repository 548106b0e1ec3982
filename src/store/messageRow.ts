import type { ContactRole } from '../incident/contact';
import type { E164 } from '../incident/phone';
import type { StoredMessage } from '../intake/records';
import type { OutboxStatus } from '../outbox/outboxState';
import type { DelayCause, Stage } from '../rules/ruleset';
import type { Personal } from './personal';
import type { MessageRow } from './schema';

export function toMessageRow(message: StoredMessage, personal: Personal): Omit<MessageRow, 'policyVersion'> {
  return {
    id: message.id,
    incidentId: message.incidentId,
    stage: message.stage,
    cause: message.cause ?? null,
    occurrence: message.occurrence,
    role: message.role,
    recipient: personal.lookupKey('phone', message.phone),
    phone: personal.seal(message.phone, 'message.phone'),
    text: personal.seal(message.text, 'message.text'),
    language: message.language,
    segments: message.segments,
    status: message.status,
    code: message.code ?? null,
    detail: message.detail === undefined ? null : personal.sealText(message.detail, 'message.detail'),
    createdAt: message.createdAt,
    dueAt: message.dueAt,
    notBefore: message.notBefore ?? null,
    expiresAt: message.expiresAt,
    sendingAt: message.sendingAt ?? null,
    acceptedAt: message.acceptedAt ?? null,
    endedAt: message.endedAt ?? null,
    attempts: message.attempts,
    carrierMessageId: message.carrierMessageId ?? null,
    asked: message.asked,
    polls: message.polls,
    nextAskAt: message.nextAskAt ?? null,
    needsPerson: message.needsPerson ?? null,
    candidates: JSON.stringify(message.candidates),
    released: message.released ? 1 : 0,
    resent: message.resent ? 1 : 0,
    orderedBy: message.orderedBy ?? null,
    wantedLanguage: message.wantedLanguage ?? null,
    corrects: JSON.stringify(message.corrects),
  };
}

export function fromMessageRow(row: MessageRow, personal: Personal): StoredMessage {
  return {
    id: row.id,
    incidentId: row.incidentId,
    stage: row.stage as Stage,
    cause: (row.cause ?? undefined) as DelayCause | undefined,
    occurrence: row.occurrence,
    role: row.role as ContactRole,
    phone: personal.open(row.phone, 'message.phone') as E164,
    text: personal.open(row.text, 'message.text'),
    language: row.language,
    segments: row.segments,
    status: row.status as OutboxStatus,
    code: row.code ?? undefined,
    detail: row.detail === null ? undefined : personal.openText(row.detail, 'message.detail'),
    createdAt: row.createdAt,
    dueAt: row.dueAt,
    notBefore: row.notBefore ?? undefined,
    expiresAt: row.expiresAt,
    sendingAt: row.sendingAt ?? undefined,
    acceptedAt: row.acceptedAt ?? undefined,
    endedAt: row.endedAt ?? undefined,
    attempts: row.attempts,
    carrierMessageId: row.carrierMessageId ?? undefined,
    asked: row.asked,
    polls: row.polls,
    nextAskAt: row.nextAskAt ?? undefined,
    needsPerson: (row.needsPerson ?? undefined) as StoredMessage['needsPerson'],
    candidates: JSON.parse(row.candidates) as string[],
    released: row.released === 1,
    resent: row.resent === 1,
    orderedBy: row.orderedBy ?? undefined,
    wantedLanguage: row.wantedLanguage ?? undefined,
    corrects: JSON.parse(row.corrects) as string[],
  };
}
