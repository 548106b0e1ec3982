import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import type { AccountView } from '../../../../src/contract/access';
import { useAccess } from '../../../access/AccessGate';
import { OwnPassword } from '../../../access/OwnPassword';
import { counted } from '../../../format/words';
import { useLink } from '../../../link/herald';
import { At } from '../../../parts/Time';
import { address } from '../../../route';
import type { Given } from './GivenPassword';
import { useAccountActions } from './useAccountActions';
import { ROLES, roleName } from './words';

interface AccountPanelProps {
  readonly account: AccountView;
  readonly given: (given: Given) => void;
}

/** One account, and what can be done with it. One's own is treated with care: nobody should lock themselves out unawares. */
export function AccountPanel({ account, given }: AccountPanelProps) {
  const isOwn = useAccess()?.me?.name === account.name;
  const lost = useLink().state === 'lost';
  const actions = useAccountActions(account, isOwn, given);
  const { name, role, state, secondFactor, mustChangePassword, createdAt, lastLogOnAt, lockedAt, sessions } = account;
  return (
    <section className="panel form" aria-label={`Account ${name}`}>
      <h2>
        {name}
        {isOwn && <span className="muted"> (you)</span>}
      </h2>
      <dl className="facts">
        <div>
          <dt>Role</dt>
          <dd>{roleName(role)}</dd>
        </div>
        <div>
          <dt>Made</dt>
          <dd>
            <At at={createdAt} />
          </dd>
        </div>
        <div>
          <dt>Last signed in</dt>
          <dd>{lastLogOnAt === null ? 'Never' : <At at={lastLogOnAt} />}</dd>
        </div>
        <div>
          <dt>Open now</dt>
          <dd>{counted(sessions, 'session')}</dd>
        </div>
        <div>
          <dt>Password</dt>
          <dd>{mustChangePassword ? 'Given; to be changed at the next sign-in' : 'Their own'}</dd>
        </div>
      </dl>
      {state === 'locked' && lockedAt !== null && (
        <p>
          Locked since <At at={lockedAt} />, after too many bad tries. It stays locked until it is unlocked here.
        </p>
      )}
      {state === 'disabled' && <p>Closed: nobody can sign in with it. What was done with it stays on record.</p>}
      {isOwn && (
        <p className="muted">
          This is your own account. It cannot be closed from here, and a new password is chosen below. Another administrator does
          the rest.
        </p>
      )}
      <div className="actions">
        {state === 'locked' && (
          <Button className="button strong" isDisabled={lost} onPress={actions.unlock}>
            Unlock…
          </Button>
        )}
        <MenuTrigger>
          <Button className="button" isDisabled={lost}>
            Change role <span aria-hidden="true">▾</span>
          </Button>
          <Popover className="popover">
            <Menu
              className="listBox"
              aria-label="Role"
              onAction={(key) => actions.setRole(key as AccountView['role'])}
              disabledKeys={[role]}
            >
              {ROLES.map((each) => (
                <MenuItem key={each.id} id={each.id} className="listItem">
                  {each.name}
                  {each.id === role && ' (now)'}
                </MenuItem>
              ))}
            </Menu>
          </Popover>
        </MenuTrigger>
        {!isOwn && (
          <Button className="button" isDisabled={lost} onPress={actions.resetPassword}>
            Give a new password…
          </Button>
        )}
        {secondFactor && (
          <Button className="button" isDisabled={lost} onPress={actions.resetTotp}>
            Forget the authenticator…
          </Button>
        )}
        {!isOwn &&
          (state === 'disabled' ? (
            <Button className="button" isDisabled={lost} onPress={actions.enable}>
              Open it again…
            </Button>
          ) : (
            <Button className="button" isDisabled={lost} onPress={actions.disable}>
              Close the account…
            </Button>
          ))}
        <a className="button" href={address('accounts')}>
          Put it away
        </a>
      </div>
      {isOwn && <OwnPassword />}
    </section>
  );
}
