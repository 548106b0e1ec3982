import { missingWords } from '../../renderer/screens/supervisor/accounts/missingRoles';
import type { AccountView } from '../../src/contract/access';

const has = (role: AccountView['role'], state: AccountView['state'] = 'active') => ({ role, state });

test('whoever sets Herald up is told whose accounts are still to be made', () => {
  expect(missingWords([has('administrator')])).toBe('No supervisor and no dispatcher has an account yet');
  expect(missingWords([has('administrator'), has('supervisor')])).toBe('No dispatcher has an account yet');
  // A closed account is nobody's; a locked one is opened again.
  expect(missingWords([has('supervisor', 'disabled'), has('dispatcher', 'locked')])).toBe('No supervisor has an account yet');
  expect(missingWords([has('supervisor'), has('dispatcher')])).toBeUndefined();
});
