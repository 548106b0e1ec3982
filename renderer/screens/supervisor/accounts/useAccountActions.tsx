import { useQueryClient } from '@tanstack/react-query';
import type { AccountView, Role } from '../../../../src/contract/access';
import { useClient, useQueries } from '../../../link/herald';
import { useAsk } from '../../../parts/Ask';
import { useDone } from '../../../parts/Undo';
import type { Given } from './GivenPassword';
import { ROLES, roleName } from './words';

/** What an administrator does with one account; each asks first, says what follows, and goes on record with a reason. */
export function useAccountActions(account: AccountView, isOwn: boolean, given: (given: Given) => void) {
  const client = useClient();
  const queries = useQueries();
  const queryClient = useQueryClient();
  const ask = useAsk();
  const say = useDone();
  const { id, name } = account;
  /** The account may be one's own, and what one may do has changed with it. */
  const again = () => queryClient.invalidateQueries({ queryKey: queries.access.key() });
  const done = async (text: string, undo?: () => Promise<unknown>) => {
    const back = undo === undefined ? {} : { undo: async () => undo().then(again) };
    say({ text, ...back });
    await again();
  };
  return {
    unlock: () =>
      ask({
        title: `Unlock ${name}`,
        body: (
          <p>Ask them first: if the bad tries were not theirs, somebody else was at their account. Give a new password then.</p>
        ),
        confirm: 'Unlock',
        reasons: ['They mistyped, and said so', 'Forgot the password'],
        run: async (reason) => {
          await client.access.unlock({ id, reason });
          await done(`${name} can sign in again`);
        },
      }),
    setRole: (role: Role) =>
      ask({
        title: `${name}: ${roleName(role)} instead of ${roleName(account.role).toLowerCase()}`,
        body: (
          <>
            <p>{ROLES.find((each) => each.id === role)?.may}</p>
            <p className={isOwn ? 'strong' : ''}>
              {isOwn
                ? 'This is your own account: you are signed out at once, and cannot give yourself the old role back.'
                : 'They are signed out, and sign in again with the new role.'}
            </p>
          </>
        ),
        confirm: 'Change role',
        reasons: ['New duty', 'Entered wrongly'],
        run: async (reason) => {
          await client.access.setRole({ id, role, reason });
          const undo = () => client.access.setRole({ id, role: account.role, reason: 'Taken back at once' });
          await done(`${name} is ${roleName(role).toLowerCase()} now`, isOwn ? undefined : undo);
        },
      }),
    disable: () =>
      ask({
        title: `Close the account of ${name}`,
        body: <p>They are signed out and cannot sign in any more. What they did stays on record; it can be opened again.</p>,
        confirm: 'Close the account',
        reasons: ['Left the agency', 'Away for long', 'Somebody else used it'],
        run: async (reason) => {
          await client.access.disable({ id, reason });
          await done(`Account of ${name} closed`, () => client.access.enable({ id, reason: 'Taken back at once' }));
        },
      }),
    enable: () =>
      ask({
        title: `Open the account of ${name} again`,
        body: <p>Their old password works again, and their authenticator, where they had one.</p>,
        confirm: 'Open again',
        reasons: ['Back on duty', 'Closed by mistake'],
        run: async (reason) => {
          await client.access.enable({ id, reason });
          await done(`Account of ${name} is open again`, () => client.access.disable({ id, reason: 'Taken back at once' }));
        },
      }),
    resetPassword: () =>
      ask({
        title: `A new password for ${name}`,
        body: (
          <p>
            The old one stops working and they are signed out. You are shown the new one once; they change it when they sign in.
          </p>
        ),
        confirm: 'Give a new password',
        reasons: ['Forgot the password', 'Somebody else may know it'],
        run: async (reason) => {
          const { password } = await client.access.resetPassword({ id, reason });
          given({ name, password });
          await again();
        },
      }),
    resetTotp: () =>
      ask({
        title: `Forget the authenticator of ${name}`,
        body: (
          <>
            <p>
              Do this only if you know that it is they who ask: with a stolen password this is what somebody else would ask for.
            </p>
            <p className={isOwn ? 'strong' : ''}>
              {isOwn
                ? 'This is your own account: you are signed out at once, and set up a new one before anything else.'
                : 'They are signed out, and set up a new one at the next sign-in where their role needs it.'}
            </p>
          </>
        ),
        confirm: 'Forget it',
        reasons: ['New phone', 'Lost phone'],
        run: async (reason) => {
          await client.access.resetTotp({ id, reason });
          await done(`The authenticator of ${name} is forgotten`);
        },
      }),
  };
}
