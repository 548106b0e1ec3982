import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { runnerImport } from 'vite';
import { root, say } from './project.mjs';

// Writes resources/profile.schema.json from the schema in src/profile.ts. A test says when it must be run again.
const { module } = await runnerImport(path.join(root, 'src/profileJsonSchema.ts'), { configFile: false, root, logLevel: 'error' });
const file = path.join(root, 'resources/profile.schema.json');
writeFileSync(file, `${JSON.stringify(module.profileJsonSchema(), undefined, 2)}\n`);
say(`Wrote ${path.relative(root, file)}`);
