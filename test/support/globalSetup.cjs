'use strict';
const path = require('node:path');

/** Every process that a test starts, however deep, loads the loopback guard before anything else. */
module.exports = async function globalSetup() {
  const guard = path.join(__dirname, 'onlyLoopback.cjs');
  const options = process.env.NODE_OPTIONS ?? '';
  if (!options.includes(guard)) process.env.NODE_OPTIONS = `${options} --require ${JSON.stringify(guard)}`.trim();
};
