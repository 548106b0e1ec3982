import { AsyncLocalStorage } from 'node:async_hooks';

const current = new AsyncLocalStorage<string>();

/** Runs `work` with what the audit shall say of where it was asked for: `console port`, `https 10.0.0.7`, `command line`. */
export function fromSource<T>(source: string, work: () => T): T {
  return current.run(source, work);
}

/** Where what runs now was asked for; `appliance` where nobody asked and it acts by itself. */
export function callSource(): string {
  return current.getStore() ?? 'appliance';
}
