import { useQuery } from '@tanstack/react-query';
import { useAccess } from '../access/AccessGate';
import { useQueries } from '../link/herald';
import { useMay } from '../link/may';
import { Glyph } from '../parts/Marks';
import { address } from '../route';
import { draftState } from './supervisor/policy/draftState';

/** The draft of the rules where somebody's answer is asked for, or has come: what it says, for whom it is. */
export function useDraftToApprove(): string | undefined {
  const maySee = useMay()('policy.draft');
  const me = useAccess()?.me?.name;
  const { data } = useQuery({ ...useQueries().policy.draft.queryOptions(), enabled: maySee });
  const draft = data?.draft ?? null;
  if (!maySee || draft === null || draft.state === 'draft') return undefined;
  const isOwn = me !== undefined && (me === draft.savedBy || me === draft.proposedBy);
  // Who proposed waits for others; the others have answered, and it is for who proposed to go on.
  return isOwn === (draft.state === 'proposed') ? undefined : draftState(draft);
}

/** It on the list of what needs somebody. */
export function DraftToApprove({ says }: { readonly says: string | undefined }) {
  if (says === undefined) return null;
  return (
    <section aria-label="Rules that wait for somebody">
      <h2>A draft of the rules waits for you</h2>
      <div className="panel alarm">
        <span className="strong">
          <Glyph shape="half" /> Draft
        </span>
        <p>{says}</p>
        <span className="right">
          <a className="button" href={address('rehearsal')}>
            Look at it
          </a>
        </span>
      </div>
    </section>
  );
}
