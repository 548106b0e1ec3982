'use strict';
/**
 * No test may reach anything but this machine, least of all a real carrier. Loaded by Jest into every test file, and by
 * NODE_OPTIONS into every process a test starts: names other than localhost do not resolve, other addresses do not connect.
 */
const dns = require('node:dns');
const net = require('node:net');

const isLoopback = (host) =>
  host === undefined ||
  host === '' ||
  host === 'localhost' ||
  host === '::1' ||
  host === '::' ||
  host === '0.0.0.0' ||
  /^127\./.test(host) ||
  /^::ffff:127\./.test(host);

function refusal(host) {
  const error = new Error(`A test tried to reach ${host}: only this machine may be talked to`);
  error.code = 'ENOTFOUND';
  return error;
}

if (!dns.heraldLoopbackOnly) {
  Object.defineProperty(dns, 'heraldLoopbackOnly', { value: true });
  const lookup = dns.lookup;
  dns.lookup = function guardedLookup(host, options, callback) {
    if (isLoopback(host)) return lookup.apply(this, arguments);
    const done = typeof options === 'function' ? options : callback;
    process.nextTick(done, refusal(host));
    return undefined;
  };
  const promised = dns.promises.lookup;
  dns.promises.lookup = async (host, ...rest) => {
    if (!isLoopback(host)) throw refusal(host);
    return promised.call(dns.promises, host, ...rest);
  };
  const connect = net.Socket.prototype.connect;
  net.Socket.prototype.connect = function guardedConnect(...args) {
    const first = Array.isArray(args[0]) ? args[0][0] : args[0];
    const host =
      typeof first === 'object' && first !== null
        ? first.path
          ? undefined
          : first.host
        : typeof args[1] === 'string'
          ? args[1]
          : undefined;
    if (!isLoopback(host)) {
      process.nextTick(() => this.destroy(refusal(host)));
      return this;
    }
    return connect.apply(this, args);
  };
}
