// Loaded before the appliance: while the file HERALD_TEST_READ_ONLY names is there, everything below HERALD_TEST_DISK is
// on a disk that the system has made read-only, as it does after an error. What was open for writing stays open, and fails.
const fs = require('node:fs');
const path = require('node:path');

const disk = path.resolve(process.env.HERALD_TEST_DISK) + path.sep;
const real = { ...fs };
const open = new Set();

const isOn = (file) => typeof file === 'string' && (path.resolve(file) + path.sep).startsWith(disk);
const isReadOnly = () => real.existsSync(process.env.HERALD_TEST_READ_ONLY);
const refuse = (call) => {
  throw Object.assign(new Error(`EROFS: read-only file system, ${call}`), { code: 'EROFS', errno: -30, syscall: call });
};
const writes = (flags) =>
  typeof flags === 'number' ? (flags & (fs.constants.O_WRONLY | fs.constants.O_RDWR)) !== 0 : /[wa+]/.test(flags);

fs.openSync = (file, flags = 'r', ...rest) => {
  if (isOn(file) && writes(flags) && isReadOnly()) refuse('open');
  const handle = real.openSync(file, flags, ...rest);
  if (isOn(file)) open.add(handle);
  return handle;
};
fs.closeSync = (handle) => {
  open.delete(handle);
  real.closeSync(handle);
};
for (const name of ['writeSync', 'ftruncateSync']) {
  fs[name] = (handle, ...rest) => (open.has(handle) && isReadOnly() ? refuse(name) : real[name](handle, ...rest));
}
for (const name of [
  'mkdirSync',
  'rmdirSync',
  'rmSync',
  'unlinkSync',
  'renameSync',
  'linkSync',
  'writeFileSync',
  'appendFileSync',
]) {
  fs[name] = (file, ...rest) => (isOn(file) && isReadOnly() ? refuse(name) : real[name](file, ...rest));
}
