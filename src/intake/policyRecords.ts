/** A policy that is or was in force. `body` is JSON, as profiles write it. */
export interface StoredVersion {
  readonly id: number;
  readonly hash: string;
  readonly body: string;
  readonly at: number;
  readonly by: string;
  readonly proposedBy: string | undefined;
  readonly approvedBy: string | undefined;
  readonly source: 'profile' | 'console';
  readonly note: string;
  readonly reason: string | undefined;
  readonly rehearsalId: string | undefined;
}

/** The one draft. `basedOn` is the version that was in force when it was begun. */
export interface StoredDraft {
  readonly hash: string;
  readonly body: string;
  readonly note: string;
  readonly basedOn: number;
  readonly savedBy: string;
  readonly savedAt: number;
  readonly state: 'draft' | 'proposed' | 'approved' | 'rejected';
  readonly proposedBy: string | undefined;
  readonly proposedAt: number | undefined;
  readonly answeredBy: string | undefined;
  readonly answeredAt: number | undefined;
  readonly answer: string | undefined;
}

/** Versions of the policy and the draft, as one transaction sees them. */
export interface PolicyRecords {
  /** The version in force: the newest. */
  inForce(): Promise<StoredVersion | undefined>;
  version(id: number): Promise<StoredVersion | undefined>;
  /** Versions older than `before`, newest first; of each when the next took its place. */
  versions(
    before: number | undefined,
    limit: number,
  ): Promise<readonly (Omit<StoredVersion, 'body'> & { readonly until: number | undefined })[]>;
  /** The version that was last taken from the profile. */
  lastOfProfile(): Promise<StoredVersion | undefined>;
  /**
   * Puts a new version in force: what is decided in later transactions is decided under it. `switched` is called in the
   * moment between this transaction and the next.
   */
  putInForce(version: Omit<StoredVersion, 'id'>, switched: (id: number) => void): Promise<number>;
  draft(): Promise<StoredDraft | undefined>;
  saveDraft(draft: StoredDraft): Promise<void>;
  deleteDraft(): Promise<void>;
}
