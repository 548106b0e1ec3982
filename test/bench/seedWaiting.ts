import { systemClock } from '../../src/clock';
import { formatByName } from '../../src/feed/formats/formatByName';
import type { Incident } from '../../src/incident/incident';
import { Intake } from '../../src/intake/intake';
import type { Records, StoredIncident, StoredMessage } from '../../src/intake/records';
import { readProfile } from '../../src/profile';
import { defaultKeyFile } from '../../src/store/keys/storeKey';
import { openOwnedStore } from '../../src/store/openOwnedStore';
import type { Store } from '../../src/store/store';
import { dispatchedLine, type InventedCall, newLine } from './inventedCalls';
import { silentLogger } from './silentLogger';

const MINUTE = 60_000;
const AT_ONCE = 1_000;
const COPIED_AT_ONCE = 20_000;
const TEXTS_EACH = 10;

export interface WaitingSeed {
  readonly dataDirectory: string;
  readonly profileFile: string;
  /** Texts whose time is over, the oldest of all. */
  readonly expired: number;
  /** Between each two that are true so many have become untrue: their call is closed, and nobody has looked since. */
  readonly untrueBetween: number;
  /** Texts that are still true, oldest first, one to each. */
  readonly calls: readonly InventedCall[];
}

/** Fills an empty store with texts that are ready, as an outage of hours in a disaster would leave them. */
export async function seedWaiting({ dataDirectory, profileFile, expired, untrueBetween, calls }: WaitingSeed): Promise<void> {
  const storeKey = { kind: 'keyFile', file: defaultKeyFile(dataDirectory) } as const;
  const owned = await openOwnedStore(dataDirectory, { storeKey, clock: systemClock, logger: silentLogger });
  const { store } = owned;
  await store.between((database) => database.execute('PRAGMA synchronous = OFF'));
  const model = await modelOf(store, profileFile, calls[0] as InventedCall);
  await copyExpired(store, model, expired);
  const now = systemClock.now();
  const span = 10 * MINUTE;
  for (let from = 0; from < calls.length; from += AT_ONCE) {
    await store.transaction(async (records) => {
      for (const [index, call] of calls.slice(from, from + AT_ONCE).entries()) {
        const at = Math.round(now - 2 * span + (span * (from + index)) / calls.length);
        for (let n = 0; n < untrueBetween; n++)
          await addWaiting(records, model, { ...call, number: `${call.number}-${n}` }, at - 1, true);
        await addWaiting(records, model, call, at, false);
      }
    });
  }
  await owned.close();
}

interface Model {
  readonly stored: StoredIncident;
  readonly message: StoredMessage;
}

/** An incident and its text as the appliance itself makes them, which all others are copies of. */
async function modelOf(store: Store, profileFile: string, call: InventedCall): Promise<Model> {
  const profile = readProfile(profileFile);
  const formats = new Map([['cad', formatByName('delimited', profile.layouts.events)]]);
  const intake = new Intake({
    ...{ store, formats, policy: () => profile, mode: 'live', clock: systemClock, logger: silentLogger },
    onCommitted: () => {},
  });
  const at = systemClock.now();
  for (const line of [newLine(call, new Date(at)), dispatchedLine(call, new Date(at))]) {
    await intake.accept({ feedId: 'cad', receivedAt: at, bytes: new TextEncoder().encode(line.trimEnd()) });
  }
  return store.transaction(async (records) => {
    const [message] = await records.withStatus('ready', 1);
    const stored = message && (await records.incident(message.incidentId));
    if (message === undefined || stored === undefined) throw new Error('The model call made no text');
    // It is no part of what is measured.
    await records.saveMessage({ ...message, status: 'cancelled', code: 'noLongerTrue', endedAt: at }, 'cancel', at, 'ready');
    return { stored, message };
  });
}

async function addWaiting(
  records: Records,
  { stored, message }: Model,
  { number, phone, unit }: InventedCall,
  at: number,
  closed: boolean,
): Promise<void> {
  const id = await records.newIncidentId();
  const { incident } = stored;
  const moved = JSON.parse(
    JSON.stringify(incident)
      .replaceAll(message.phone, phone)
      .replaceAll((incident.units[0] as { unit: string }).unit, unit),
  ) as Incident;
  const one = { ...moved, id, createdAt: at, ...(closed ? { closedAt: at } : {}) };
  await records.saveIncident({ incident: one, lastDecisions: {}, delayDueAt: undefined }, at);
  await records.nameIncident(id, { kind: 'incidentNumber', name: number });
  const place = { id: `w-${id}`, incidentId: id, phone: phone as StoredMessage['phone'] };
  await records.addMessage({ ...message, ...place, createdAt: at, dueAt: at, expiresAt: at + 60 * MINUTE });
}

/** Of calls that are closed, ten each. Their rows are copies, as nothing tells them apart but what expires them. */
async function copyExpired(store: Store, { stored, message }: Model, expired: number): Promise<void> {
  const now = systemClock.now();
  const old = { createdAt: now - 120 * MINUTE, dueAt: now - 120 * MINUTE, expiresAt: now - 60 * MINUTE };
  await store.transaction((records) => records.addMessage({ ...message, ...old, id: 'expired', occurrence: 'e-0' }));
  const columns = await store.between((database) =>
    database.execute("select name from pragma_table_info('message')").rows.map(({ name }) => String(name)),
  );
  for (let from = 0; from < expired; from += COPIED_AT_ONCE) {
    const to = Math.min(expired, from + COPIED_AT_ONCE);
    const first = await store.transaction(async (records) => {
      const ids: number[] = [];
      for (let n = from; n < to; n += TEXTS_EACH) {
        const id = await records.newIncidentId();
        const incident = { ...stored.incident, id, closedAt: old.expiresAt };
        await records.saveIncident({ incident, lastDecisions: {}, delayDueAt: undefined }, old.expiresAt);
        ids.push(id);
      }
      return ids[0] as number;
    });
    const own: Readonly<Record<string, string>> = {
      id: "printf('e-%d', i)",
      incidentId: `${first} + (i - ${from}) / ${TEXTS_EACH}`,
      occurrence: "printf('e-%d', i)",
      recipient: "printf('r-%d', i)",
      createdAt: 'createdAt + i / 1000',
      dueAt: 'dueAt + i / 1000',
    };
    await store.between((database) =>
      database.execute(
        `with recursive n (i) as (select ${from} union all select i + 1 from n where i < ${to - 1})
         insert into message (${columns.join(', ')}) select ${columns.map((name) => own[name] ?? name).join(', ')}
         from n, (select * from message where id = 'expired')`,
      ),
    );
  }
  await store.between((database) => database.execute('PRAGMA wal_checkpoint(TRUNCATE)'));
}
