import { EXCEPTIONS, refusedLicences, shippedPackages, withoutText } from './shippedPackages.mjs';

const packages = shippedPackages();
const refused = refusedLicences(packages);
const textless = withoutText(packages);
const counts = new Map();
for (const { licence } of packages) counts.set(licence, (counts.get(licence) ?? 0) + 1);
for (const [licence, count] of counts) process.stdout.write(`${licence}: ${count}\n`);
for (const [name, why] of Object.entries(EXCEPTIONS)) process.stdout.write(`exception: ${name}: ${why}\n`);
for (const { name, version, licence } of refused) process.stderr.write(`refused: ${name} ${version}: ${licence || 'no licence'}\n`);
for (const { name, version } of textless) process.stdout.write(`no licence text: ${name} ${version}\n`);
process.stdout.write(`${packages.length} packages are shipped, ${refused.length} of them under a licence that is not allowed\n`);
process.exitCode = refused.length === 0 ? 0 : 1;
