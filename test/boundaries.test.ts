import { readFileSync } from 'node:fs';
import path from 'node:path';
import { findViolations, readImports, type Violation } from './support/importBoundaries';
import { projectRoot, type StubProject, stubProject } from './support/stubProject';

const { dependencies } = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8')) as { dependencies: object };
const shipped = new Set(Object.keys(dependencies));
const imports = (root: string) => readImports(root, ['src', 'main', 'renderer']);
const told = (violations: Violation[]) => violations.map(({ rule, from, to }) => `${rule}: ${from} -> ${to}`);

it('dependencies point one way', () => {
  const edges = imports(projectRoot);
  expect(edges.length).toBeGreaterThan(50);
  expect(told(findViolations(edges, shipped))).toEqual([]);
});

describe('what goes the wrong way is found', () => {
  let project: StubProject;
  beforeEach(() => {
    project = stubProject();
    const parts = [
      'incident',
      'rules',
      'outbox',
      'feed',
      'bandwidth',
      'store',
      'contract',
      'console',
      'training',
      'intake',
      'inbound',
      'access',
    ];
    const files = parts.map((part) => `src/${part}/x.ts`);
    for (const file of [
      ...files,
      'src/appliance.ts',
      'src/cli.ts',
      'main/main.ts',
      'renderer/app.tsx',
      'src/heraldError.ts',
      'src/feed/frame.ts',
    ]) {
      project.write(file, 'export type X = 1; export const x = 1;');
    }
  });
  afterEach(() => project.remove());

  it('nothing in a tree that keeps to the rules', () => {
    project.write('src/rules/good.ts', `import { x } from '../incident/x'; import { x as y } from '../heraldError'; x + y;`);
    project.write('src/store/good.ts', `import { sql } from 'kysely'; import { x } from '../outbox/x'; sql(x);`);
    project.write('src/intake/good.ts', `import { x } from '../feed/frame'; x;`);
    project.write('src/cli.ts', `import { x } from './appliance'; x;`);
    project.write('src/feed/a.ts', `import type { B } from './b'; export type A = B;`);
    project.write('src/feed/b.ts', `import { type A } from './a'; export type B = A;`);
    project.write('main/applianceProcess.ts', `import { x } from '../src/appliance'; x;`);
    project.write('main/good.ts', `import { app } from 'electron'; app;`);
    project.write('renderer/good.tsx', `import './app'; import { x } from '../src/contract/x'; <p>{x}</p>;`);
    expect(told(findViolations(imports(project.root), shipped))).toEqual([]);
  });

  it.each([
    ['incident is innermost', 'src/incident/wrong.ts', `import type { X } from '../rules/x';`],
    ['incident is innermost', 'src/incident/wrong.ts', `type Y = import('../outbox/x').X;`],
    ['rules know incidents', 'src/rules/wrong.ts', `import { x } from '../outbox/x';`],
    ['outbox knows rules', 'src/outbox/wrong.ts', `import { x } from '../store/x';`],
    ['feed is apart', 'src/feed/formats/wrong.ts', `import { x } from '../../store/x';`],
    ['bandwidth is apart', 'src/bandwidth/wrong.ts', `import { x } from '../feed/x';`],
    ['store is apart', 'src/store/wrong.ts', `export { x as y } from '../bandwidth/x';`],
    ['intake is handed the rest', 'src/intake/wrong.ts', `export * from '../store/x';`],
    ['inbound is apart', 'src/inbound/wrong.ts', `import { x } from '../store/x';`],
    ['contract stands alone', 'src/contract/wrong.ts', `import { x } from '../outbox/x';`],
    ['contract is schemas only', 'src/contract/wrong.ts', `import luxon from 'luxon';`],
    ['console answers the contract', 'src/console/wrong.ts', `import { x } from '../bandwidth/x';`],
    ['access is apart', 'src/access/wrong.ts', `import { x } from '../feed/x';`],
    ['training is the far end', 'src/training/wrong.ts', `import { x } from '../bandwidth/x';`],
    ['renderer sees the contract', 'renderer/wrong.tsx', `import { x } from '../src/store/x'; <p>{x}</p>;`],
    ['shell knows the contract', 'main/wrong.ts', `import { x } from '../src/store/x';`],
    ['shell starts the appliance', 'main/applianceProcess.ts', `import { x } from '../src/store/x';`],
    ['only hosts start it', 'src/console/wrong.ts', `const y = () => import('../appliance');`],
    ['only hosts start it', 'main/wrong.ts', `import '../src/appliance';`],
    ['appliance is no shell', 'src/feed/wrong.ts', `const { app } = require('electron');`],
    ['pure parts do no I/O', 'src/rules/wrong.ts', `import { readFileSync } from 'fs';`],
    ['pages have no Node', 'renderer/wrong.ts', `import { readFileSync } from 'node:fs';`],
    ['only store knows SQL', 'src/intake/wrong.ts', `import { sql } from 'kysely';`],
    ['only bandwidth knows the SDK', 'src/outbox/wrong.ts', `import { MessagesApi } from 'bandwidth-sdk';`],
    ['shipped code needs shipped packages', 'src/feed/wrong.ts', `import { parse } from 'yaml';`],
    ['every import is there', 'src/incident/wrong.ts', `import { a } from './nowhere';`],
    ['no cycles', 'src/incident/x.ts', `import { A } from './phone';`],
  ])('%s: %s', (rule, file, text) => {
    project.write('src/incident/phone.ts', `import { X } from './x';`);
    project.write(file, text);
    expect(findViolations(imports(project.root), shipped).map((violation) => violation.rule)).toContain(rule);
  });
});
