import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { AccountView } from '../../../../src/contract/access';
import type { ScreenProps } from '../../../frame/screen';
import { useQueries } from '../../../link/herald';
import { useMay } from '../../../link/may';
import { DataTable } from '../../../parts/DataTable';
import { Glyph } from '../../../parts/Marks';
import { PageHead } from '../../../parts/PageHead';
import { Empty, Failed, Loading } from '../../../parts/States';
import { At } from '../../../parts/Time';
import { address, go } from '../../../route';
import { AccountPanel } from './AccountPanel';
import { type Given, GivenPassword } from './GivenPassword';
import { missingWords } from './missingRoles';
import { NewAccount } from './NewAccount';
import { SessionSettings } from './SessionSettings';
import { roleName, STATES, secondFactorWords } from './words';

/** Who may use this appliance, as what, and how their sessions are kept safe. */
export function Screen({ subject }: ScreenProps) {
  return (
    <div className="page">
      <PageHead title="Accounts" intro="Who may use Herald, and as what. Every change is on record, with its reason.">
        <a className="button" href={address('accounts')} {...(subject !== 'settings' ? { 'aria-current': 'page' as const } : {})}>
          People
        </a>
        <a
          className="button"
          href={address('accounts', 'settings')}
          {...(subject === 'settings' ? { 'aria-current': 'page' as const } : {})}
        >
          Sessions and passwords
        </a>
      </PageHead>
      {subject === 'settings' ? <SessionSettings /> : <People opened={subject} />}
    </div>
  );
}

function People({ opened }: { readonly opened: string | undefined }) {
  const queries = useQueries();
  const may = useMay();
  const [given, setGiven] = useState<Given>();
  const accounts = useQuery({ ...queries.access.accounts.queryOptions(), staleTime: 0, refetchInterval: 10_000 });
  const settings = useQuery(queries.access.settings.queryOptions()).data;
  if (accounts.data === undefined) {
    return accounts.isError ? (
      <Failed what="the accounts" again={() => void accounts.refetch()} />
    ) : (
      <Loading what="the accounts" />
    );
  }
  const { items } = accounts.data;
  const account = items.find(({ name }) => name === opened);
  const locked = items.filter(({ state }) => state === 'locked');
  const missing = missingWords(items);
  return (
    <>
      {given !== undefined && <GivenPassword given={given} close={() => setGiven(undefined)} />}
      {opened !== '+' && locked.length > 0 && (
        <p>
          <Glyph shape="triangle" /> {locked.map(({ name }) => name).join(', ')} cannot sign in after too many bad tries. Ask them
          whether that was them before you unlock.
        </p>
      )}
      {opened === undefined && items.length > 0 && missing !== undefined && (
        <p>
          <Glyph shape="ring" /> {missing}. Dispatchers watch calls and hold texts; supervisors write the rules, approve and resume.
          Give each person an account of their own: what they do is on record by name.
        </p>
      )}
      {opened !== '+' && (
        <DataTable
          label="Accounts"
          rows={items}
          idOf={({ id }) => String(id)}
          sortedBy={{ column: 'name', direction: 'ascending' }}
          columns={[
            { id: 'name', name: 'Name', value: ({ name }) => name, show: ({ name }) => <span className="strong">{name}</span> },
            { id: 'role', name: 'Role', value: ({ role }) => roleName(role), width: '120px' },
            {
              id: 'state',
              name: 'State',
              value: ({ state }) => STATES[state],
              show: (each) => <State of={each} />,
              width: '190px',
            },
            { id: 'secondFactor', name: 'Second factor', value: (each) => secondFactorWords(each, settings?.secondFactorFor) },
            {
              id: 'lastLogOnAt',
              name: 'Last signed in',
              value: ({ lastLogOnAt }) => lastLogOnAt,
              show: ({ lastLogOnAt }) => (lastLogOnAt === null ? <span className="muted">Never</span> : <At at={lastLogOnAt} />),
              width: '130px',
            },
            { id: 'sessions', name: 'Sessions', value: ({ sessions }) => sessions, align: 'right', width: '90px' },
          ]}
          onOpen={({ name }) => go(address('accounts', name))}
          empty={
            <Empty>
              <p>Nobody has an account yet. The first one is made with the code that Herald shows at its start.</p>
            </Empty>
          }
          toolbar={
            may('access.createAccount') && (
              <a className="button" href={address('accounts', '+')}>
                Add a person
              </a>
            )
          }
        />
      )}
      {opened === '+' && <NewAccount given={setGiven} leave={() => go(address('accounts'), 'replace')} />}
      {account !== undefined && <AccountPanel key={account.name} account={account} given={setGiven} />}
      {opened !== undefined && opened !== '+' && account === undefined && (
        <Empty>
          <p>There is no account called {opened}.</p>
          <Button className="button" onPress={() => go(address('accounts'), 'replace')}>
            All accounts
          </Button>
        </Empty>
      )}
    </>
  );
}

/** Locked is for whoever keeps the accounts to look into; closed is how somebody wanted it. */
function State({ of: { state, lockedAt } }: { readonly of: AccountView }) {
  if (state !== 'locked') return <span className={state === 'disabled' ? 'muted' : ''}>{STATES[state]}</span>;
  return (
    <span className="p2">
      <Glyph shape="triangle" /> {STATES[state]}
      {lockedAt !== null && (
        <>
          {' '}
          since <At at={lockedAt} />
        </>
      )}
    </span>
  );
}
