import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { personName } from '../../../format/words';
import { DraftState } from '../../../parts/DraftState';
import { Glyph } from '../../../parts/Marks';
import { PageHead } from '../../../parts/PageHead';
import { Failed, Loading } from '../../../parts/States';
import { At } from '../../../parts/Time';
import { useWork, Working } from '../../../parts/Working';
import { address } from '../../../route';
import { AsideList } from './AsideList';
import { Conflict } from './Conflict';
import { draftState } from './draftState';
import { GoToField } from './GoToField';
import { Problems } from './Problems';
import { type PolicyEditing, usePolicyDraft } from './usePolicyDraft';

/** A screen that edits a part of the policy: the draft's state above it, what is wrong with the draft below that. */
export function PolicyPage({
  title,
  intro,
  isRehearsal = false,
  children,
}: {
  readonly title: string;
  readonly intro: string;
  /** The way to the rehearsal is left out. */
  readonly isRehearsal?: boolean;
  readonly children: (editing: PolicyEditing) => ReactNode;
}) {
  const editing = usePolicyDraft();
  if ('failed' in editing) return editing.failed ? <Failed what="the rules" again={editing.ask} /> : <Loading what="the rules" />;
  return (
    <div className="page">
      <PageHead title={title} intro={intro}>
        <SaveDraft editing={editing} />
        {!isRehearsal && (
          <a className="button" href={address('rehearsal')}>
            Rehearse and put in force
          </a>
        )}
      </PageHead>
      <SavedDraft editing={editing} isRehearsal={isRehearsal} />
      {(editing.draft.isChanged || editing.draft.isNotKept) && <DraftState draft={editing.draft} isCompared />}
      <Conflict editing={editing} />
      <AsideList editing={editing} />
      <Problems editing={editing} />
      {children(editing)}
      <GoToField />
    </div>
  );
}

function SaveDraft({ editing }: { readonly editing: PolicyEditing }) {
  const work = useWork();
  return (
    <>
      <p className="problem" role="alert">
        {work.problem}
      </p>
      {work.running && <Working what="Saving the draft" />}
      <Button
        className="button strong"
        isDisabled={work.running || !editing.draft.isChanged || editing.draft.isOutdated}
        onPress={() => void work.run(() => editing.save())}
      >
        Save the draft
      </Button>
    </>
  );
}

function SavedDraft({ editing, isRehearsal }: { readonly editing: PolicyEditing; readonly isRehearsal: boolean }) {
  const { saved, inForce } = editing;
  if (saved === null) {
    return (
      <p className="muted">
        Version {inForce.id} is in force, since <At at={inForce.at} to="minute" />, by {personName(inForce.by)}. Nothing changes
        before a draft of yours is put in force.
      </p>
    );
  }
  return (
    <p>
      <Glyph shape="half" /> You see the draft that {saved.savedBy} saved <At at={saved.savedAt} to="minute" />
      {saved.note !== '' && ` (${saved.note})`}; version {inForce.id} is in force.{' '}
      {!isRehearsal && saved.state !== 'draft' && (
        <>
          {draftState(saved)} {saved.state !== 'rejected' && 'Whoever saves another draft begins that anew.'}
        </>
      )}
    </p>
  );
}
