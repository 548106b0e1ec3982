import { type Kysely, sql } from 'kysely';
import type { MessageRow, Schema } from './schema';
import { hotQuery } from './sqlite/hotQuery';

/** The statements that run for every event or every text, compiled once. One verb each. */
type Db = Kysely<Schema>;

export const insertFrame = hotQuery((db: Db, p: { feedId: string; receivedAt: number; bytes: Uint8Array; byteCount: number }) =>
  db
    .insertInto('frame')
    .values({ feedId: p.feedId, receivedAt: p.receivedAt, bytes: p.bytes, byteCount: p.byteCount, state: 'pending' }),
);

export const countFrame = hotQuery((db: Db, p: { feedId: string; receivedAt: number }) =>
  db
    .insertInto('feedCount')
    .values({ feedId: p.feedId, frames: 1, lastFrameAt: p.receivedAt })
    .onConflict((conflict) =>
      conflict
        .column('feedId')
        .doUpdateSet((eb) => ({ frames: eb('feedCount.frames', '+', 1), lastFrameAt: eb.ref('excluded.lastFrameAt') })),
    ),
);

export const frameDone = hotQuery((db: Db, p: { id: number }) =>
  db.updateTable('frame').set({ state: 'done', code: null, reason: null, field: null, byte: null }).where('id', '=', p.id),
);

export const insertIncident = hotQuery((db: Db, p: { state: Uint8Array; at: number }) =>
  db
    .insertInto('incident')
    .values({ state: p.state, lastDecisions: p.state, open: 1, createdAt: p.at, updatedAt: p.at, delayDueAt: null } as never)
    .returning('id'),
);

export const incidentById = hotQuery((db: Db, p: { id: number }) =>
  db.selectFrom('incident').select(['state', 'lastDecisions', 'delayDueAt']).where('id', '=', p.id),
);

export const saveIncident = hotQuery(
  (
    db: Db,
    p: {
      id: number;
      state: Uint8Array;
      lastDecisions: Uint8Array;
      open: number;
      createdAt: number;
      updatedAt: number;
      delayDueAt: number | null;
    },
  ) =>
    db
      .updateTable('incident')
      .set({
        state: p.state,
        lastDecisions: p.lastDecisions,
        open: p.open,
        createdAt: p.createdAt,
        updatedAt: p.updatedAt,
        delayDueAt: p.delayDueAt,
      })
      .where('id', '=', p.id),
);

export const nameIncident = hotQuery((db: Db, p: { name: string; kind: string; incidentId: number; backwards: string }) =>
  db
    .insertInto('incidentName')
    .values({ name: p.name, kind: p.kind, incidentId: p.incidentId, backwards: p.backwards })
    .onConflict((conflict) => conflict.doNothing()),
);

export const snapshotOf = hotQuery((db: Db, p: { incidentId: number; feedId: string }) =>
  db.selectFrom('snapshot').select('state').where('incidentId', '=', p.incidentId).where('feedId', '=', p.feedId),
);

export const saveSnapshot = hotQuery((db: Db, p: { incidentId: number; feedId: string; state: Uint8Array }) =>
  db
    .insertInto('snapshot')
    .values({ incidentId: p.incidentId, feedId: p.feedId, state: p.state })
    .onConflict((conflict) =>
      conflict.columns(['incidentId', 'feedId']).doUpdateSet((eb) => ({ state: eb.ref('excluded.state') })),
    ),
);

export const insertEvent = hotQuery(
  (
    db: Db,
    p: {
      incidentId: number;
      frameId: number | null;
      feedId: string;
      type: string;
      occurredAt: number;
      receivedAt: number;
      body: Uint8Array;
      fingerprint: string;
    },
  ) =>
    db
      .insertInto('event')
      .values({
        incidentId: p.incidentId,
        frameId: p.frameId,
        feedId: p.feedId,
        type: p.type,
        occurredAt: p.occurredAt,
        receivedAt: p.receivedAt,
        body: p.body,
        fingerprint: p.fingerprint,
      })
      .onConflict((conflict) => conflict.columns(['incidentId', 'fingerprint']).doNothing()),
);

export const eventByFingerprint = hotQuery((db: Db, p: { incidentId: number; fingerprint: string }) =>
  db.selectFrom('event').select('id').where('incidentId', '=', p.incidentId).where('fingerprint', '=', p.fingerprint),
);

export const saveSeenFile = hotQuery((db: Db, p: { feedId: string; file: string; version: string; seenAt: number }) =>
  db
    .insertInto('seenFile')
    .values({ feedId: p.feedId, file: p.file, version: p.version, seenAt: p.seenAt })
    .onConflict((conflict) =>
      conflict
        .columns(['feedId', 'file'])
        .doUpdateSet((eb) => ({ version: eb.ref('excluded.version'), seenAt: eb.ref('excluded.seenAt') })),
    ),
);

export const forgetSeenFile = hotQuery((db: Db, p: { feedId: string; file: string }) =>
  db.deleteFrom('seenFile').where('feedId', '=', p.feedId).where('file', '=', p.file),
);

export const unitElsewhere = hotQuery((db: Db, p: { unit: string; notIncidentId: number; since: number }) =>
  db
    .selectFrom('unitPlace')
    .select('incidentId')
    .where('unit', '=', p.unit)
    .where('incidentId', '<>', p.notIncidentId)
    .where((eb) => eb.or([eb('leftAt', 'is', null), eb('leftAt', '>=', p.since)]))
    .orderBy('incidentId', 'desc')
    .limit(20),
);

export const saveUnit = hotQuery((db: Db, p: { unit: string; incidentId: number; leftAt: number | null }) =>
  db
    .insertInto('unitPlace')
    .values({ unit: p.unit, incidentId: p.incidentId, leftAt: p.leftAt })
    .onConflict((conflict) =>
      conflict.columns(['unit', 'incidentId']).doUpdateSet((eb) => ({ leftAt: eb.ref('excluded.leftAt') })),
    ),
);

/** The same record again, as a rebid or a repetition brings it, is only heard later. */
export const saveCallerInfo = hotQuery((db: Db, p: { feedId: string; receivedAt: number; body: Uint8Array; fingerprint: string }) =>
  db
    .insertInto('callerInfo')
    .values({ feedId: p.feedId, receivedAt: p.receivedAt, body: p.body, fingerprint: p.fingerprint })
    .onConflict((conflict) => conflict.column('fingerprint').doUpdateSet((eb) => ({ receivedAt: eb.ref('excluded.receivedAt') })))
    .returning('id'),
);

export const nameCallerInfo = hotQuery((db: Db, p: { recipient: string; callerInfoId: number }) =>
  db
    .insertInto('callerInfoNumber')
    .values({ recipient: p.recipient, callerInfoId: p.callerInfoId })
    .onConflict((conflict) => conflict.doNothing()),
);

export const callerInfoOf = hotQuery((db: Db, p: { recipient: string; since: number }) =>
  db
    .selectFrom('callerInfoNumber')
    .innerJoin('callerInfo', 'callerInfo.id', 'callerInfoNumber.callerInfoId')
    .select(['callerInfo.body', 'callerInfo.receivedAt'])
    .where('callerInfoNumber.recipient', '=', p.recipient)
    .where('callerInfo.receivedAt', '>=', p.since)
    .orderBy('callerInfo.receivedAt', 'desc')
    .orderBy('callerInfo.id', 'desc')
    .limit(50),
);

export const saveContactNumber = hotQuery((db: Db, p: { recipient: string; incidentId: number; seenAt: number; ending: string }) =>
  db
    .insertInto('contactNumber')
    .values({ recipient: p.recipient, incidentId: p.incidentId, seenAt: p.seenAt, ending: p.ending })
    .onConflict((conflict) =>
      conflict.columns(['recipient', 'incidentId']).doUpdateSet((eb) => ({ seenAt: eb.ref('excluded.seenAt') })),
    ),
);

export const incidentsWithNumber = hotQuery((db: Db, p: { recipient: string; since: number }) =>
  db
    .selectFrom('contactNumber')
    .select('incidentId')
    .where('recipient', '=', p.recipient)
    .where('seenAt', '>=', p.since)
    .orderBy('incidentId', 'desc')
    .limit(20),
);

export const delaysDue = hotQuery((db: Db, p: { now: number; limit: number }) =>
  db
    .selectFrom('incident')
    .select('id')
    .where('delayDueAt', 'is not', null)
    .where('delayDueAt', '<=', p.now)
    .orderBy('delayDueAt')
    .limit(p.limit),
);

export const insertDecision = hotQuery(
  (
    db: Db,
    p: {
      incidentId: number;
      stage: string;
      cause: string | null;
      occurrence: string;
      role: string | null;
      outcome: string;
      code: string;
      detail: string | null;
      rule: string | null;
      at: number;
      until: number | null;
      policyVersion: number | null;
    },
  ) =>
    db.insertInto('decision').values({
      incidentId: p.incidentId,
      stage: p.stage,
      cause: p.cause,
      occurrence: p.occurrence,
      role: p.role,
      outcome: p.outcome,
      code: p.code,
      detail: p.detail,
      rule: p.rule,
      at: p.at,
      until: p.until,
      policyVersion: p.policyVersion,
    }),
);

export const messageById = hotQuery((db: Db, p: { id: string }) => db.selectFrom('message').selectAll().where('id', '=', p.id));

export const messagesOfIncident = hotQuery((db: Db, p: { incidentId: number }) =>
  db.selectFrom('message').selectAll().where('incidentId', '=', p.incidentId).orderBy('createdAt').orderBy(sql`rowid`),
);

export const insertMessage = hotQuery((db: Db, p: MessageValues) =>
  db
    .insertInto('message')
    .values(messageColumns(p))
    .onConflict((conflict) => conflict.columns(['incidentId', 'stage', 'recipient', 'occurrence']).doNothing()),
);

export const updateMessage = hotQuery((db: Db, p: MessageValues) => {
  const { id, incidentId: _incident, recipient: _recipient, phone: _phone, createdAt: _created, ...columns } = messageColumns(p);
  // Null where the rules were not asked: it keeps the version it has.
  const policyVersion = sql<number | null>`coalesce(${columns.policyVersion}, policyVersion)`;
  return db
    .updateTable('message')
    .set({ ...columns, policyVersion })
    .where('id', '=', id);
});

export const insertMessageChange = hotQuery(
  (
    db: Db,
    p: {
      messageId: string;
      at: number;
      input: string;
      before: string;
      after: string;
      code: string | null;
      proof: Uint8Array | null;
    },
  ) =>
    db.insertInto('messageChange').values({
      messageId: p.messageId,
      at: p.at,
      input: p.input,
      before: p.before,
      after: p.after,
      code: p.code,
      proof: p.proof,
    }),
);

/** The last two, the last one first. */
export const lastChangesOf = hotQuery((db: Db, p: { id: string }) =>
  db.selectFrom('messageChange').select(['before', 'after', 'code']).where('messageId', '=', p.id).orderBy('id', 'desc').limit(2),
);

export const heldDue = hotQuery((db: Db, p: { now: number; limit: number }) =>
  db
    .selectFrom('message')
    .selectAll()
    .where('status', '=', sql.lit('held'))
    .where('notBefore', 'is not', null)
    .where('notBefore', '<=', p.now)
    .orderBy('notBefore')
    .limit(p.limit),
);

/** One status each: of both at once every message that has had its time would be sorted, to take the first few. */
function expiredWith(status: 'held' | 'ready') {
  return hotQuery((db: Db, p: { now: number; limit: number }) =>
    db
      .selectFrom('message')
      .selectAll()
      .where(sql<boolean>`status in ('held', 'ready')`)
      .where('status', '=', sql.lit(status))
      .where('expiresAt', '<=', p.now)
      .orderBy('expiresAt')
      .limit(p.limit),
  );
}
export const expiredHeld = expiredWith('held');
export const expiredReady = expiredWith('ready');

/** Each begins with the status, and follows an index to its limit. */
export const heldFor = hotQuery((db: Db, p: { code: string; createdUpTo: number; limit: number }) =>
  db
    .selectFrom('message')
    .selectAll()
    .where('status', '=', sql.lit('held'))
    .where('code', '=', p.code)
    .where('createdAt', '<=', p.createdUpTo)
    .orderBy('dueAt')
    .limit(p.limit),
);

export const readyByDue = hotQuery((db: Db, p: { limit: number }) =>
  db.selectFrom('message').selectAll().where('status', '=', sql.lit('ready')).orderBy('dueAt').orderBy('createdAt').limit(p.limit),
);

export const heldByTime = hotQuery((db: Db, p: { limit: number }) =>
  db
    .selectFrom('message')
    .selectAll()
    .where('status', '=', sql.lit('held'))
    .where('notBefore', 'is not', null)
    .orderBy('notBefore')
    .limit(p.limit),
);

export const messageFactsOf = hotQuery((db: Db, p: { incidentId: number }) =>
  db
    .selectFrom('message')
    .select(['id', 'stage', 'cause', 'occurrence', 'recipient', 'phone', 'status', 'acceptedAt', 'code'])
    .where('incidentId', '=', p.incidentId),
);

export const readyDue = hotQuery((db: Db, p: { now: number; from: number; limit: number }) =>
  db
    .selectFrom('message')
    .selectAll()
    .where('status', '=', sql.lit('ready'))
    .where('dueAt', '>=', p.from)
    // What has had its time is for the duties: a million of them may stand before the first that can still be sent.
    .where('expiresAt', '>', p.now)
    .where((eb) => eb.or([eb('notBefore', 'is', null), eb('notBefore', '<=', p.now)]))
    .orderBy('dueAt')
    .orderBy('createdAt')
    .limit(p.limit),
);

/** Since when the first of those has been due that are to be tried later. */
export const laterDueSince = hotQuery((db: Db, p: { now: number }) =>
  db
    .selectFrom('message')
    .select((eb) => eb.fn.min('dueAt').as('dueAt'))
    .where('status', '=', sql.lit('ready'))
    .where('notBefore', 'is not', null)
    .where('notBefore', '>', p.now),
);

export const askDue = hotQuery((db: Db, p: { status: string; now: number; limit: number }) =>
  db
    .selectFrom('message')
    .selectAll()
    .where('status', '=', p.status)
    .where('nextAskAt', 'is not', null)
    .where('nextAskAt', '<=', p.now)
    .orderBy('nextAskAt')
    .limit(p.limit),
);

export const carrierIdClaimed = hotQuery((db: Db, p: { carrierMessageId: string }) =>
  db
    .selectFrom('message')
    .select('id')
    .where('carrierMessageId', '=', p.carrierMessageId)
    .where('carrierMessageId', 'is not', null)
    .unionAll(db.selectFrom('reply').select('id').where('carrierMessageId', '=', p.carrierMessageId)),
);

export const textsSince = hotQuery((db: Db, p: { recipient: string; since: number }) =>
  db
    .selectFrom('message')
    .select((eb) => [eb.fn.countAll<number>().as('texts'), eb.fn.max('sendingAt').as('lastAt')])
    .where('recipient', '=', p.recipient)
    .where('sendingAt', '>', p.since)
    .where(sql<boolean>`(status in ('sending', 'unconfirmed') or acceptedAt is not null)`),
);

/** What a person orders is no flood, however many it is to. */
export const cameDueSince = hotQuery((db: Db, p: { at: number; atMost: number }) =>
  db.selectNoFrom(
    sql<number>`(select count(*) from (select 1 from message where createdAt > ${p.at} and orderedBy is null limit ${p.atMost}))`.as(
      'count',
    ),
  ),
);

/** Each part is one look into an index: both statuses in one `min` would read every open message. */
export const nextDutyAt = hotQuery((db: Db, _p: Record<string, never>) =>
  db.selectNoFrom(
    sql<number | null>`(select min(at) from (
      select min(notBefore) at from message where status = 'held' and notBefore is not null
      union all select min(expiresAt) from message where status in ('held', 'ready') and status = 'held'
      union all select min(expiresAt) from message where status in ('held', 'ready') and status = 'ready'
      union all select min(delayDueAt) from incident where delayDueAt is not null))`.as('at'),
  ),
);

export const nextOutboxAt = hotQuery((db: Db, _p: Record<string, never>) =>
  db.selectNoFrom(
    sql<number | null>`(select min(at) from (
      select min(dueAt) at from message where status = 'ready' and notBefore is null
      union all select min(notBefore) from message where status = 'ready' and notBefore is not null
      union all select min(nextAskAt) from message where status = 'unconfirmed' and nextAskAt is not null
      union all select min(nextAskAt) from message where status = 'accepted' and nextAskAt is not null))`.as('at'),
  ),
);

export const settingOf = hotQuery((db: Db, p: { key: string }) =>
  db.selectFrom('setting').select('value').where('key', '=', p.key),
);

export const saveSetting = hotQuery((db: Db, p: { key: string; value: string }) =>
  db
    .insertInto('setting')
    .values({ key: p.key, value: p.value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet((eb) => ({ value: eb.ref('excluded.value') }))),
);

type MessageValues = { readonly [K in keyof MessageRow]: MessageRow[K] };

/** Each column by name: in a hot query `p` is a stand-in that knows no keys of its own. */
function messageColumns(p: MessageValues): MessageRow {
  return {
    id: p.id,
    incidentId: p.incidentId,
    stage: p.stage,
    cause: p.cause,
    occurrence: p.occurrence,
    role: p.role,
    recipient: p.recipient,
    phone: p.phone,
    text: p.text,
    language: p.language,
    segments: p.segments,
    status: p.status,
    code: p.code,
    detail: p.detail,
    createdAt: p.createdAt,
    dueAt: p.dueAt,
    notBefore: p.notBefore,
    expiresAt: p.expiresAt,
    sendingAt: p.sendingAt,
    acceptedAt: p.acceptedAt,
    endedAt: p.endedAt,
    attempts: p.attempts,
    carrierMessageId: p.carrierMessageId,
    asked: p.asked,
    polls: p.polls,
    nextAskAt: p.nextAskAt,
    needsPerson: p.needsPerson,
    candidates: p.candidates,
    released: p.released,
    resent: p.resent,
    orderedBy: p.orderedBy,
    wantedLanguage: p.wantedLanguage,
    corrects: p.corrects,
    policyVersion: p.policyVersion,
  };
}
