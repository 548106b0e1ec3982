'use strict';
/**
 * No test may reach anything but this machine, least of all a real carrier. Loaded by Jest into every test file, and by
 * NODE_OPTIONS into every process and worker a test starts: names other than localhost do not resolve, other addresses
 * do not connect, proxies are not used. UNIX sockets are left alone.
 */
const childProcess = require('node:child_process');
const dgram = require('node:dgram');
const dns = require('node:dns');
const { syncBuiltinESMExports } = require('node:module');
const net = require('node:net');
const workerThreads = require('node:worker_threads');

const hereByName = new Set([undefined, null, '', 'localhost', '::', '::1', '0.0.0.0']);

function isLoopback(host) {
  if (hereByName.has(host)) return true;
  // A name may begin with 127 too, so only addresses are looked into.
  return net.isIP(host) !== 0 && /^(::ffff:)?127\./i.test(host);
}

/** The codes are those of a name that does not resolve and of a network that is not there. */
function refusal(host) {
  const error = new Error(`A test tried to reach ${host}: only this machine may be talked to`);
  error.code = net.isIP(String(host)) === 0 ? 'ENOTFOUND' : 'ENETUNREACH';
  return error;
}

function guardDns() {
  const refusing = (original, promised) =>
    function guarded(...args) {
      if (isLoopback(args[0])) return original.apply(this, args);
      const done = args.at(-1);
      if (promised || typeof done !== 'function') return Promise.reject(refusal(args[0]));
      process.nextTick(done, refusal(args[0]));
      return undefined;
    };
  const guardAll = (owner, promised) => {
    for (const name of Object.getOwnPropertyNames(owner)) {
      if (!/^(lookup|resolve|reverse)/.test(name) || typeof owner[name] !== 'function') continue;
      owner[name] = refusing(owner[name], promised);
    }
  };
  guardAll(dns, false);
  guardAll(dns.promises, true);
  for (let owner = dns.Resolver.prototype; owner !== null; owner = Object.getPrototypeOf(owner)) guardAll(owner, false);
  for (let owner = dns.promises.Resolver.prototype; owner !== null; owner = Object.getPrototypeOf(owner)) guardAll(owner, true);
}

function guardTcp() {
  const connect = net.Socket.prototype.connect;
  net.Socket.prototype.connect = function guardedConnect(...args) {
    const first = Array.isArray(args[0]) ? args[0][0] : args[0];
    const wanted =
      typeof first === 'object' && first !== null ? first : { host: typeof args[1] === 'string' ? args[1] : undefined };
    if (wanted.path || isLoopback(wanted.host)) return connect.apply(this, args);
    process.nextTick(() => this.destroy(refusal(wanted.host)));
    return this;
  };
}

function guardUdp() {
  const { send, connect } = dgram.Socket.prototype;
  dgram.Socket.prototype.send = function guardedSend(...args) {
    const address = args.slice(1).find((arg) => typeof arg === 'string');
    if (isLoopback(address)) return send.apply(this, args);
    const done = args.at(-1);
    if (typeof done === 'function') process.nextTick(done, refusal(address));
    else process.nextTick(() => this.emit('error', refusal(address)));
    return undefined;
  };
  dgram.Socket.prototype.connect = function guardedConnect(port, address, done) {
    if (typeof address !== 'string' || isLoopback(address)) return connect.call(this, port, address, done);
    if (typeof done === 'function') process.nextTick(done, refusal(address));
    else process.nextTick(() => this.emit('error', refusal(address)));
    return undefined;
  };
}

const loadsGuard = (options) => {
  const before = options ?? '';
  return before.includes(__filename) ? before : `${before} --require ${JSON.stringify(__filename)}`.trim();
};

/** A child started with an environment of its own still loads this file, and hears of no proxy. */
function guardedEnvironment(env) {
  const kept = Object.entries(env).filter(([name]) => !isProxySetting(name));
  return { ...Object.fromEntries(kept), NODE_OPTIONS: loadsGuard(env.NODE_OPTIONS) };
}

// A proxy on this machine would carry a request out although nothing but loopback is connected to.
const isProxySetting = (name) => /^(npm_config_)?(https?|all|ftp)?_?proxy$/i.test(name) || name === 'NODE_USE_ENV_PROXY';

function guardChildren() {
  const spawn = childProcess.ChildProcess.prototype.spawn;
  childProcess.ChildProcess.prototype.spawn = function guardedSpawn(options) {
    const pairs = options.envPairs ?? Object.entries(process.env).map(([name, value]) => `${name}=${value}`);
    const env = Object.fromEntries(
      pairs.map((pair) => [pair.slice(0, pair.indexOf('=', 1)), pair.slice(pair.indexOf('=', 1) + 1)]),
    );
    const envPairs = Object.entries(guardedEnvironment(env)).map(([name, value]) => `${name}=${value}`);
    return spawn.call(this, { ...options, envPairs });
  };
  for (const name of ['spawnSync', 'execFileSync', 'execSync']) {
    const original = childProcess[name];
    childProcess[name] = function guardedSync(...args) {
      const at = args.findIndex((arg, index) => index > 0 && typeof arg === 'object' && arg !== null && !Array.isArray(arg));
      const options = at < 0 ? {} : args[at];
      const guarded = { ...options, env: guardedEnvironment(options.env ?? process.env) };
      if (at < 0) args.push(guarded);
      else args[at] = guarded;
      return original.apply(this, args);
    };
  }
}

function guardWorkers() {
  workerThreads.Worker = class Worker extends workerThreads.Worker {
    constructor(file, options = {}) {
      super(file, { ...options, execArgv: [...(options.execArgv ?? process.execArgv), '--require', __filename] });
    }
  };
}

for (const name of Object.keys(process.env)) if (isProxySetting(name)) delete process.env[name];
process.env.NODE_OPTIONS = loadsGuard(process.env.NODE_OPTIONS);

// Jest loads this once per test file, the modules below it are the process's own.
if (!net.heraldLoopbackOnly) {
  Object.defineProperty(net, 'heraldLoopbackOnly', { value: true });
  guardDns();
  guardTcp();
  guardUdp();
  guardChildren();
  guardWorkers();
  syncBuiltinESMExports();
}
