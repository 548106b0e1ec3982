import { systemClock } from '../../src/clock';
import { newIncident } from '../../src/incident/incident';
import type { E164 } from '../../src/incident/phone';
import type { StoredMessage } from '../../src/intake/records';
import { defaultKeyFile } from '../../src/store/keys/storeKey';
import { openOwnedStore } from '../../src/store/openOwnedStore';
import { silentLogger } from './silentLogger';

const AT_ONCE = 500;
const STAGES = ['dispatched', 'delayed', 'arrived', 'completed'] as const;

export interface Seed {
  readonly dataDirectory: string;
  readonly incidents: number;
  readonly textsEach: number;
  /** The newest so many are open. */
  readonly open: number;
  readonly callTypes: readonly string[];
}

/** The agency's number of the nth incident. */
export const seededNumber = (index: number) => `25-${String(index).padStart(6, '0')}`;

/** Fills an empty store as years of use would; through the store's own writing, sealed as it seals. */
export async function seedStore({ dataDirectory, incidents, textsEach, open, callTypes }: Seed): Promise<void> {
  const storeKey = { kind: 'keyFile', file: defaultKeyFile(dataDirectory) } as const;
  const owned = await openOwnedStore(dataDirectory, { storeKey, clock: systemClock, logger: silentLogger });
  const now = Date.now();
  for (let from = 0; from < incidents; from += AT_ONCE) {
    await owned.store.transaction(async (records) => {
      for (let index = from; index < Math.min(incidents, from + AT_ONCE); index++) {
        const createdAt = now - (incidents - index) * 60_000;
        const isOpen = index >= incidents - open;
        const callType = callTypes[index % callTypes.length] as string;
        const phone = `+1813555${String(index % 10_000).padStart(4, '0')}` as E164;
        const id = await records.newIncidentId();
        const incident = {
          ...newIncident(id, createdAt),
          feeds: ['cad'],
          incidentNumbers: [{ agency: undefined, number: seededNumber(index) }],
          contacts: [
            { feedId: 'cad', role: 'caller' as const, phone, phoneProblem: undefined, name: undefined, language: undefined },
          ],
          closedAt: isOpen ? undefined : createdAt + 1_800_000,
          contexts: [
            {
              agency: undefined,
              callType,
              priority: '3',
              createdAt,
              closedAt: undefined,
              cancelledAt: undefined,
            },
          ],
        };
        // biome-ignore lint/suspicious/noExplicitAny: facts that the console does not show are left out
        await records.saveIncident({ incident: incident as any, lastDecisions: {}, delayDueAt: undefined }, createdAt);
        await records.nameIncident(id, { kind: 'incidentNumber', name: seededNumber(index) });
        await records.saveContactNumber(phone, id, createdAt);
        for (let n = 0; n < textsEach; n++) await records.addMessage(delivered(id, phone, n, createdAt));
      }
    });
  }
  await owned.close();
}

function delivered(incidentId: number, phone: E164, n: number, at: number): StoredMessage {
  const stage = STAGES[n % STAGES.length] ?? 'dispatched';
  return {
    id: `seed-${incidentId}-${n}`,
    incidentId,
    stage,
    cause: stage === 'delayed' ? 'waiting' : undefined,
    occurrence: String(n + 1),
    role: 'caller',
    phone,
    text: 'Port Calusa PD: an officer has been assigned to your call. Reply STOP to end texts.',
    language: 'en',
    segments: 1,
    status: 'delivered',
    code: 'deliveredToHandset',
    detail: undefined,
    createdAt: at,
    dueAt: at,
    notBefore: undefined,
    expiresAt: at + 3_600_000,
    sendingAt: at + 100,
    acceptedAt: at + 200,
    endedAt: at + 5_000,
    attempts: 1,
    carrierMessageId: `c-${incidentId}-${n}`,
    asked: 0,
    polls: 1,
    nextAskAt: undefined,
    needsPerson: undefined,
    candidates: [],
    released: false,
    resent: false,
    orderedBy: undefined,
    wantedLanguage: undefined,
    corrects: [],
  };
}
