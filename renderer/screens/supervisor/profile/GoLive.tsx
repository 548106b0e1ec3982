import { useQuery } from '@tanstack/react-query';
import { Button } from 'react-aria-components';
import type { SetupState } from '../../../../src/contract/setup';
import { useAccess } from '../../../access/AccessGate';
import { useClient, useQueries, useStatus } from '../../../link/herald';
import { useMay } from '../../../link/may';
import { useAsk } from '../../../parts/Ask';
import { Glyph } from '../../../parts/Marks';
import { At } from '../../../parts/Time';
import { address } from '../../../route';
import { missingWords } from '../accounts/missingRoles';

/** Who lets texts be sent, or takes that back; both with a reason, on record. */
export function GoLive({ state }: { readonly state: SetupState }) {
  const ask = useAsk();
  const may = useMay();
  const client = useClient();
  const status = useStatus();
  const me = useAccess()?.me;
  const isNamed = me !== undefined && me !== null && me.role !== 'host';
  const maySee = may('carrierSettings.get');
  const carrier = useQuery({ ...useQueries().carrierSettings.get.queryOptions(), enabled: maySee }).data;
  const mayKeepAccounts = may('access.accounts');
  const accounts = useQuery({ ...useQueries().access.accounts.queryOptions(), enabled: mayKeepAccounts }).data;
  const missing = accounts === undefined ? undefined : missingWords(accounts.items);
  const stopSeenBy = status?.carrier.stopSeenBy;

  if (state.mode === 'live') {
    return (
      <section aria-label="Live">
        <p>
          <span className="strong">Live: texts are sent.</span>{' '}
          {state.live !== null && (
            <>
              {state.live.by} went live <At at={state.live.at} />: {state.live.reason}
            </>
          )}
        </p>
        {may('setup.watchOnly') && state.canChange && (
          <div>
            <Button
              className="button"
              onPress={() =>
                ask({
                  title: 'Back to watch-only?',
                  body: <p>From now on everything is decided and nothing is sent, until somebody goes live again.</p>,
                  confirm: 'Only watch',
                  reasons: ['Something is not right', 'Rules are being changed', 'A drill'],
                  run: (reason) => client.setup.watchOnly({ reason }),
                })
              }
            >
              Back to watch-only
            </Button>
          </div>
        )}
      </section>
    );
  }
  if (state.mode !== 'watch') return null;
  const points = [
    {
      done: isNamed,
      say: isNamed ? `Signed in by name: ${me.name}` : 'Sign in with an account of your own: who goes live is on record by name',
    },
    {
      done: stopSeenBy !== null && stopSeenBy !== undefined,
      say: stopSeenBy === null ? 'The profile does not say how STOP is seen' : 'How STOP is seen is settled',
    },
    ...(carrier === undefined
      ? []
      : [
          {
            done: carrier.settings !== null,
            say: carrier.settings === null ? 'No carrier settings yet: texts would wait' : 'The carrier is set up',
          },
        ]),
    ...(accounts === undefined
      ? []
      : [{ done: missing === undefined, say: missing ?? 'Supervisors and dispatchers have accounts of their own' }]),
  ];
  const canGo = isNamed && stopSeenBy !== null && stopSeenBy !== undefined && may('setup.goLive') && state.canChange;
  return (
    <section aria-label="Go live">
      <h3>Go live</h3>
      <p>
        From then on the people your rules name are texted. Who did it, and why, stays on record; it can be taken back at any time.
      </p>
      <ul className="plain">
        {points.map(({ done, say }) => (
          <li key={say}>
            <Glyph shape={done ? 'disc' : 'ring'} /> {say}
            <span className="hidden">{done ? ', done' : ', missing'}</span>
          </li>
        ))}
      </ul>
      {missing !== undefined && (
        <p>
          <a href={address('accounts', '+')}>Add a person</a>
        </p>
      )}
      {may('setup.goLive') ? (
        <div>
          <Button
            className="button"
            isDisabled={!canGo}
            onPress={() =>
              ask({
                title: 'Go live?',
                body: (
                  <>
                    <p>
                      From now on texts are <strong>sent to people</strong>, as the rules in force say. What would have left while
                      watching is not sent; what waits now, and what follows in calls that are under way, is.
                    </p>
                    <p>You are on record as {me?.name}.</p>
                  </>
                ),
                confirm: 'Go live',
                reasons: ['Watched, and all is as it should be', 'The chief has approved it'],
                run: (reason) => client.setup.goLive({ reason }),
              })
            }
          >
            Go live…
          </Button>
        </div>
      ) : (
        <p>Your role may not do that: a supervisor or an administrator may.</p>
      )}
    </section>
  );
}
