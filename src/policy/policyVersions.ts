import type { Clock } from '../clock';
import type { Caller } from '../console/backend';
import type { DraftAnswer, PolicyBackend, PolicyRefusal, PutInForce } from '../console/policyBackend';
import type { PolicyBodyView, PolicyDraftView, PolicyVersionView } from '../contract/policy';
import type { StoredDraft, StoredVersion } from '../intake/policyRecords';
import type { RecordStore, Records } from '../intake/records';
import type { Policy } from '../rules/ruleset';
import { comparePolicies } from './comparePolicies';
import { type PolicyBody, policyHash, readPolicy, storedPolicy, writtenPolicy } from './policyBody';
import { readDraft } from './readDraft';

export interface PolicyVersionsOptions {
  readonly store: RecordStore;
  readonly clock: Clock;
  /** Who entered the profile in the console, and why; left out where it is a file, of which that is not known. */
  readonly entered?: { readonly by: string; readonly reason: string } | undefined;
  /** Told after another version was put in force. */
  readonly onSwitched: () => void;
  /** Told after somebody saved, proposed, answered or threw away a draft: others look at it. */
  readonly onDraft?: (() => void) | undefined;
  /** What became of a rehearsal, and the hash of the policy that was rehearsed; undefined where there is none by that id. */
  readonly rehearsed: (id: string) => RehearsedPolicy | undefined;
}

export interface RehearsedPolicy {
  readonly state: 'running' | 'done' | 'cancelled' | 'failed';
  readonly hash: string;
  /** Keys of its rows with a risk for safety; left out: none. */
  readonly safety?: readonly string[] | undefined;
}

type Refusal = Exclude<PolicyRefusal, 'notFound'>;

/** Which policy is in force, and how another is put in force: drafted, proposed, approved by somebody else, put in force. */
export class PolicyVersions implements PolicyBackend {
  readonly #options: PolicyVersionsOptions;
  #policy: Policy;
  #id: number;

  private constructor(options: PolicyVersionsOptions, id: number, policy: Policy) {
    this.#options = options;
    this.#policy = policy;
    this.#id = id;
  }

  /**
   * Begins with the version in force. What the profile says becomes one where it differs from what was taken from it last:
   * whoever edited the file and started the appliance means it, and whoever did not leaves the console's changes alone.
   */
  static async open(profile: Policy, options: PolicyVersionsOptions): Promise<PolicyVersions> {
    const { store, clock } = options;
    const body = writtenPolicy(profile);
    const hash = policyHash(body);
    const now = clock.now();
    return store.transaction(async (records) => {
      const last = await records.policies.lastOfProfile();
      const inForce = await records.policies.inForce();
      if (inForce !== undefined && last?.hash === hash) return new PolicyVersions(options, inForce.id, storedPolicy(inForce.body));
      const { by, reason } = options.entered ?? { by: 'profile', reason: undefined };
      const version = { hash, body: JSON.stringify(body), at: now, by, source: 'profile' as const, note: '' };
      const id = await putInForce(records, { ...version, ...NOBODY, reason }, by, () => {});
      return new PolicyVersions(options, id, profile);
    });
  }

  /** The policy in force; constant during a transaction of the store. */
  readonly policy = (): Policy => this.#policy;

  async current(): Promise<PolicyVersionView> {
    return this.#options.store.transaction(async (records) => versionView(await mustBeInForce(records), undefined));
  }

  versions({ next, limit }: { next?: string | undefined; limit: number }) {
    return this.#options.store.transaction(async (records) => {
      const rows = await records.policies.versions(next === undefined ? undefined : Number(next), limit + 1);
      const items = rows.slice(0, limit).map((row) => summaryView(row, row.until));
      const last = items.at(-1);
      return { items, next: rows.length > limit && last !== undefined ? String(last.id) : null };
    });
  }

  version(id: number): Promise<PolicyVersionView | undefined> {
    return this.#options.store.transaction(async (records) => {
      const version = await records.policies.version(id);
      const [row] = version === undefined ? [] : await records.policies.versions(id + 1, 1);
      return version === undefined ? undefined : versionView(version, row?.until);
    });
  }

  draft() {
    return this.#options.store.transaction(async (records) => {
      const draft = await records.policies.draft();
      return { draft: draft === undefined ? null : this.#draftView(draft), secondPerson: this.#policy.agency.secondPerson };
    });
  }

  saveDraft(
    caller: Caller,
    input: { body: Record<string, unknown>; note: string; basedOn: number; replaces?: string | null | undefined },
  ): Promise<PolicyDraftView | PolicyRefusal> {
    return this.#audited('savePolicyDraft', caller, input.note, async (records) => {
      if (input.basedOn !== this.#id) return VERSION_CHANGED;
      return this.#save(records, caller, input.body, input.note, input.replaces);
    });
  }

  restore(caller: Caller, input: { id: number; replaces?: string | null | undefined }): Promise<PolicyDraftView | PolicyRefusal> {
    return this.#audited('restorePolicy', caller, `version ${input.id}`, async (records) => {
      const version = await records.policies.version(input.id);
      if (version === undefined) return 'notFound';
      return this.#save(records, caller, JSON.parse(version.body), `As version ${input.id} was`, input.replaces);
    });
  }

  discardDraft(caller: Caller, { draftHash }: { draftHash: string }): Promise<'done' | PolicyRefusal> {
    return this.#audited('discardPolicyDraft', caller, '', async (records) => {
      const draft = await this.#draft(records, draftHash);
      if (!('body' in Object(draft))) return draft as PolicyRefusal;
      await records.policies.deleteDraft();
      return 'done';
    });
  }

  propose(caller: Caller, input: DraftAnswer): Promise<PolicyDraftView | PolicyRefusal> {
    return this.#changeDraft('proposePolicy', caller, input, (draft, now) => {
      if (draft.basedOn !== this.#id) return VERSION_CHANGED;
      if ('problems' in readDraft(JSON.parse(draft.body), this.#policy)) return PROBLEMS;
      const proposed = { state: 'proposed', proposedBy: caller.identity, proposedAt: now } as const;
      return { ...draft, ...proposed, answeredBy: undefined, answeredAt: undefined, answer: input.reason };
    });
  }

  approve(caller: Caller, input: DraftAnswer): Promise<PolicyDraftView | PolicyRefusal> {
    return this.#changeDraft('approvePolicy', caller, input, (draft, now) => {
      if (draft.state !== 'proposed') return refusal('notProposed', 'Nobody has proposed it');
      // Whoever wrote it last has a hand in it, too.
      if (caller.identity === draft.proposedBy || caller.identity === draft.savedBy) {
        return refusal('samePerson', 'Somebody else than who wrote or proposed it must approve it');
      }
      return { ...draft, state: 'approved', answeredBy: caller.identity, answeredAt: now, answer: input.reason };
    });
  }

  reject(caller: Caller, input: DraftAnswer): Promise<PolicyDraftView | PolicyRefusal> {
    return this.#changeDraft('rejectPolicy', caller, input, (draft, now) => {
      if (draft.state !== 'proposed' && draft.state !== 'approved') return refusal('notProposed', 'Nobody has proposed it');
      return { ...draft, state: 'rejected', answeredBy: caller.identity, answeredAt: now, answer: input.reason };
    });
  }

  async putInForce(caller: Caller, input: PutInForce): Promise<PolicyVersionView | PolicyRefusal> {
    const { draftHash, reason, rehearsalId, confirmed = [] } = input;
    // Who confirmed which calls is on record with who put it in force.
    const looked = confirmed.length === 0 ? {} : { confirmed: [...new Set(confirmed.map((key) => key.split('|')[0]))] };
    const result = await this.#audited('putPolicyInForce', caller, { reason, ...looked }, async (records, now) => {
      const draft = await this.#draft(records, draftHash);
      if (typeof draft === 'string' || 'conflict' in draft) return draft;
      if (draft.basedOn !== this.#id) return VERSION_CHANGED;
      const read = readDraft(JSON.parse(draft.body), this.#policy);
      if ('problems' in read) return PROBLEMS;
      const body: PolicyBody = writtenPolicy(read.policy);
      if (policyHash(body) === (await mustBeInForce(records)).hash) return refusal('unchanged', 'It is what is in force already');
      if (rehearsalId !== undefined) {
        const rehearsed = this.#options.rehearsed(rehearsalId);
        const fits = rehearsed?.state === 'done' && rehearsed.hash === policyHash(body);
        if (!fits)
          return refusal('notRehearsed', 'That rehearsal is gone, did not end, or was of another draft: rehearse it again');
        const unseen = (rehearsed.safety ?? []).filter((key) => !confirmed.includes(key)).length;
        if (unseen > 0) {
          return refusal('notConfirmed', `It has risks for somebody’s safety that nobody has confirmed: ${unseen}`);
        }
      }
      // By the policy in force: a draft cannot let itself off.
      if (this.#policy.agency.secondPerson && draft.state !== 'approved') {
        return draft.state === 'proposed'
          ? refusal('notApproved', 'A second person has not approved it yet')
          : refusal('secondPersonNeeded', 'This agency wants a second person to approve it: propose it first');
      }
      const approvedBy = draft.state === 'approved' ? draft.answeredBy : undefined;
      const version = {
        hash: policyHash(body),
        body: JSON.stringify(body),
        at: now,
        by: caller.identity,
        proposedBy: draft.proposedBy,
        approvedBy,
        source: 'console' as const,
        note: draft.note,
        reason,
        rehearsalId,
      };
      const id = await putInForce(records, version, undefined, (switched) => {
        this.#policy = read.policy;
        this.#id = switched;
      });
      await records.policies.deleteDraft();
      return versionView({ ...version, id }, undefined);
    });
    if (typeof result === 'object' && 'hash' in result) this.#options.onSwitched();
    return result;
  }

  compare({ from, to }: { from?: number | undefined; to?: number | undefined }) {
    return this.#options.store.transaction(async (records) => {
      const before = from === undefined ? await mustBeInForce(records) : await records.policies.version(from);
      const after = to === undefined ? await records.policies.draft() : await records.policies.version(to);
      if (before === undefined || after === undefined) return 'notFound' as const;
      const read = readPolicy(JSON.parse(after.body));
      if ('problems' in read) return PROBLEMS;
      const changes = comparePolicies(JSON.parse(before.body), writtenPolicy(read.policy));
      return { from: before.id, to: to ?? null, changes: [...changes] };
    });
  }

  async #save(
    records: Records,
    caller: Caller,
    body: Record<string, unknown>,
    note: string,
    replaces: string | null | undefined,
  ): Promise<PolicyDraftView | Refusal> {
    const before = await records.policies.draft();
    if (replaces !== undefined && (before?.hash ?? null) !== replaces) return DRAFT_CHANGED;
    const draft: StoredDraft = {
      hash: policyHash(body),
      body: JSON.stringify(body),
      note,
      basedOn: this.#id,
      savedBy: caller.identity,
      savedAt: this.#options.clock.now(),
      state: 'draft',
      proposedBy: undefined,
      proposedAt: undefined,
      answeredBy: undefined,
      answeredAt: undefined,
      answer: undefined,
    };
    await records.policies.saveDraft(draft);
    return this.#draftView(draft);
  }

  #changeDraft(
    action: string,
    caller: Caller,
    input: DraftAnswer,
    change: (draft: StoredDraft, now: number) => StoredDraft | Refusal,
  ): Promise<PolicyDraftView | PolicyRefusal> {
    return this.#audited(action, caller, input.reason, async (records, now) => {
      const draft = await this.#draft(records, input.draftHash);
      if (typeof draft === 'string' || 'conflict' in draft) return draft;
      const changed = change(draft, now);
      if ('conflict' in changed) return changed;
      await records.policies.saveDraft(changed);
      return this.#draftView(changed);
    });
  }

  async #draft(records: Records, hash: string): Promise<StoredDraft | PolicyRefusal> {
    const draft = await records.policies.draft();
    if (draft === undefined) return 'notFound';
    return draft.hash === hash ? draft : DRAFT_CHANGED;
  }

  #draftView({ body, ...draft }: StoredDraft): PolicyDraftView {
    const json = JSON.parse(body) as Record<string, unknown>;
    const read = readDraft(json, this.#policy);
    return {
      ...draft,
      body: json,
      outdated: draft.basedOn !== this.#id,
      problems: 'problems' in read ? [...read.problems] : [],
      proposedBy: draft.proposedBy ?? null,
      proposedAt: draft.proposedAt ?? null,
      answeredBy: draft.answeredBy ?? null,
      answeredAt: draft.answeredAt ?? null,
      answer: draft.answer ?? null,
    };
  }

  async #audited<T>(
    action: string,
    { identity }: Caller,
    said: string | { readonly reason: string; readonly confirmed?: readonly (string | undefined)[] },
    work: (records: Records, now: number) => Promise<T | PolicyRefusal>,
  ): Promise<T | PolicyRefusal> {
    const { store, clock, onDraft } = this.#options;
    const answer = await store.transaction(async (records) => {
      const now = clock.now();
      const result = await work(records, now);
      const because = result === 'notFound' ? 'It is not there any more' : isRefusal(result) ? result.conflict : undefined;
      const outcome = because === undefined ? 'success' : 'failure';
      const { hash, id } = Object(result) as { hash?: string; id?: number };
      const { reason, ...more } = typeof said === 'string' ? { reason: said } : said;
      const detail = { ...(reason === '' ? {} : { reason }), ...more, hash, version: id, because };
      await records.audit({ at: now, identity, action, subject: 'policy', outcome, detail });
      return result;
    });
    onDraft?.();
    return answer;
  }
}

const NOBODY = { proposedBy: undefined, approvedBy: undefined, reason: undefined, rehearsalId: undefined };
const refusal = (code: Refusal['code'], conflict: string): Refusal => ({ code, conflict });
const VERSION_CHANGED = refusal('versionChanged', 'Another version has been put in force since: compare with that first');
const DRAFT_CHANGED = refusal('draftChanged', 'Somebody has changed the draft since');
const PROBLEMS = refusal('problems', 'The draft has problems that must be mended first');

/** One version more, in force from the next transaction on; journaled, and audited where a file says so. */
async function putInForce(
  records: Records,
  version: Omit<StoredVersion, 'id'>,
  auditedAs: string | undefined,
  switched: (id: number) => void,
): Promise<number> {
  const id = await records.policies.putInForce(version, switched);
  await records.addInput({ kind: 'policy', version: id }, version.at);
  if (auditedAs !== undefined) {
    const detail = { hash: version.hash, version: id };
    const entry = { at: version.at, identity: auditedAs, action: 'putPolicyInForce', subject: 'policy', detail };
    await records.audit({ ...entry, outcome: 'success' });
  }
  return id;
}

async function mustBeInForce(records: Records): Promise<StoredVersion> {
  const version = await records.policies.inForce();
  if (version === undefined) throw new TypeError('No policy is in force');
  return version;
}

function isRefusal(result: unknown): result is Refusal {
  return typeof result === 'object' && result !== null && 'conflict' in result && 'code' in result;
}

function versionView(version: StoredVersion, until: number | undefined): PolicyVersionView {
  const { body, ...summary } = version;
  return { ...summaryView(summary, until), body: JSON.parse(body) as PolicyBodyView };
}

function summaryView(version: Omit<StoredVersion, 'body'>, until: number | undefined) {
  const { id, hash, at, by, source, note } = version;
  return {
    ...{ id, hash, at, by, source, note, until: until ?? null },
    proposedBy: version.proposedBy ?? null,
    approvedBy: version.approvedBy ?? null,
    reason: version.reason ?? null,
    rehearsalId: version.rehearsalId ?? null,
  };
}
