// Loaded before the appliance: each sync of a file takes so much longer, as on a disk that is slow or worn out.
const fs = require('node:fs');

const delayMs = Number(process.env.HERALD_BENCH_SYNC_MS);
const still = new Int32Array(new SharedArrayBuffer(4));
const { fsyncSync } = fs;
fs.fsyncSync = (handle) => {
  Atomics.wait(still, 0, 0, delayMs);
  fsyncSync(handle);
};
