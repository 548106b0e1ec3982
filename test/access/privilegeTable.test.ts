import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { privilegeTable } from '../../src/access/privilegeTable';
import { projectRoot } from '../support/stubProject';

const file = path.join(projectRoot, 'resources', 'privileges.md');

it('resources/privileges.md is the table as it is: HERALD_WRITE=1 writes it anew', () => {
  if (process.env.HERALD_WRITE === '1') writeFileSync(file, privilegeTable());
  expect(readFileSync(file, 'utf8')).toBe(privilegeTable());
});
