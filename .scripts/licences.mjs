import { EXCEPTIONS, refusedLicences, shippedPackages } from './shippedPackages.mjs';

const packages = shippedPackages();
const refused = refusedLicences(packages);
const counts = Map.groupBy ? Map.groupBy(packages, ({ licence }) => licence) : new Map();
for (const [licence, those] of counts) process.stdout.write(`${licence}: ${those.length}\n`);
for (const [name, why] of Object.entries(EXCEPTIONS)) process.stdout.write(`exception: ${name}: ${why}\n`);
for (const { name, version, licence } of refused) process.stderr.write(`refused: ${name} ${version}: ${licence || 'no licence'}\n`);
process.stdout.write(`${packages.length} packages are shipped, ${refused.length} of them under a licence that is not allowed\n`);
process.exitCode = refused.length === 0 ? 0 : 1;
