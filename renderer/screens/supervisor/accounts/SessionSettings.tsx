import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'react-aria-components';
import type { AccessSettings } from '../../../../src/contract/access';
import { useClient, useLink, useQueries } from '../../../link/herald';
import { useDraft } from '../../../link/useDraft';
import { useAsk } from '../../../parts/Ask';
import { DraftState } from '../../../parts/DraftState';
import { Choice, NumberBox, Tick } from '../../../parts/Fields';
import { Failed, Loading } from '../../../parts/States';
import { useDone } from '../../../parts/Undo';

/** When a console locks, what a password must be, and what no setting changes. */
export function SessionSettings() {
  const queries = useQueries();
  const { data, isError, refetch } = useQuery({ ...queries.access.settings.queryOptions(), staleTime: 0 });
  if (data === undefined) {
    return isError ? <Failed what="the settings" again={() => void refetch()} /> : <Loading what="the settings" />;
  }
  const { limits, ...inForce } = data;
  return (
    <>
      <Editor inForce={inForce} longest={limits.longestLockMinutes} />
      <section aria-label="What always holds">
        <h2>What always holds</h2>
        <ul>
          <li>
            {limits.badTries} bad tries within {limits.withinMinutes} minutes lock an account until an administrator unlocks it.
          </li>
          <li>
            The password is asked for again {limits.reauthenticateHours} hours after it was last given, and before acts that matter
            (accounts, going live, lifting an exclusion) when that was more than {limits.sensitiveMinutes} minutes ago.
          </li>
          <li>A console on another machine locks after {limits.longestLockMinutes} minutes at the latest.</li>
          <li>Passwords that are easy to guess, or hold the person’s name, are refused. None expires by itself.</li>
          <li>While a console is locked, Herald goes on listening and texting.</li>
        </ul>
      </section>
    </>
  );
}

function Editor({ inForce, longest }: { readonly inForce: AccessSettings; readonly longest: number }) {
  const client = useClient();
  const queries = useQueries();
  const queryClient = useQueryClient();
  const ask = useAsk();
  const say = useDone();
  const lost = useLink().state === 'lost';
  const draft = useDraft<AccessSettings>('access settings', inForce);
  const { lockMinutes, passwordMinLength, secondFactorFor } = draft.value;
  const change = (part: Partial<AccessSettings>) => draft.change((before) => ({ ...before, ...part }));
  const whole = (number: number, otherwise: number) => (Number.isNaN(number) ? otherwise : Math.round(number));
  const save = async (settings: AccessSettings, reason: string) => {
    await client.access.saveSettings({ ...settings, reason });
    draft.discard();
    await queryClient.invalidateQueries({ queryKey: queries.access.key() });
  };
  return (
    <section className="panel form" aria-label="Sessions and passwords">
      <h2>Sessions and passwords</h2>
      <Tick
        label="Consoles on this machine lock when nobody uses them"
        value={lockMinutes > 0}
        onChange={(on) => change({ lockMinutes: on ? longest : 0 })}
        hint="Leave it on, unless this machine stands where only dispatchers get to. A locked console hides what was on it."
      />
      {lockMinutes > 0 && (
        <NumberBox
          label="Minutes without anybody, then it locks"
          value={lockMinutes}
          min={1}
          max={longest}
          onChange={(number) => change({ lockMinutes: whole(number, longest) })}
          hint={`1 to ${longest}; in force now: ${inForce.lockMinutes === 0 ? 'never' : inForce.lockMinutes}`}
        />
      )}
      <NumberBox
        label="A password has at least so many characters"
        value={passwordMinLength}
        min={8}
        max={64}
        onChange={(number) => change({ passwordMinLength: whole(number, inForce.passwordMinLength) })}
        hint="8 to 64. Length helps more than odd characters. Passwords in use stay as they are."
      />
      <Choice
        label="An authenticator app is needed by"
        value={secondFactorFor}
        options={[
          { id: 'supervisors', name: 'Supervisors and administrators' },
          { id: 'everyone', name: 'Everyone' },
        ]}
        onChange={(who) => change({ secondFactorFor: who })}
        hint="Who needs one and has none sets it up at once, before anything else: tell dispatchers before the shift begins."
      />
      <DraftState draft={draft} />
      <div className="dialogButtons">
        <Button className="button" isDisabled={!draft.isChanged} onPress={draft.discard}>
          Leave it as it is
        </Button>
        <Button
          className="button strong"
          isDisabled={!draft.isChanged || lost}
          onPress={() =>
            ask({
              title: 'Change how sessions and passwords are kept safe',
              body: (
                <p>{lockMinutes === 0 ? 'Consoles on this machine never lock any more. ' : ''}It holds at once, for everybody.</p>
              ),
              confirm: 'Change it',
              reasons: ['Agency policy', 'Asked for by the audit'],
              run: async (reason) => {
                await save(draft.value, reason);
                say({ text: 'Sessions and passwords changed', undo: () => save(inForce, 'Taken back at once') });
              },
            })
          }
        >
          Save…
        </Button>
      </div>
    </section>
  );
}
