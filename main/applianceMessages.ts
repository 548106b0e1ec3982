import type { Glance } from '../src/contract/glance';

/** What the keychain holds for the appliance. Only ever in memory on its way. */
export interface ApplianceSecrets {
  /** 32 bytes as base64url: the key that protects the store. Undefined where there is no keychain. */
  readonly storeKey: string | undefined;
  /** Named as in the environment; undefined where none were entered. */
  readonly carrier: Readonly<Record<string, string>> | undefined;
  /** Why nothing can be kept on this machine; undefined where it can. */
  readonly keychainProblem: string | undefined;
}

/** What the shell tells the appliance's process. A `console` message carries one MessagePort. */
export type ToAppliance =
  | {
      readonly type: 'start';
      /** Flags as the headless host takes them; those of HTTP have no meaning here. */
      readonly args: readonly string[];
      /** Used where the flags name none. */
      readonly dataDirectory: string;
      readonly secrets: ApplianceSecrets;
    }
  | { readonly type: 'console' }
  | { readonly type: 'power'; readonly event: 'suspend' | 'resume' }
  | { readonly type: 'stopAll'; readonly reason: string }
  /** Answer to `keep`: null where it is kept, else why not. */
  | { readonly type: 'kept'; readonly id: number; readonly problem: string | null }
  /** Wants a `diagnosis`. */
  | { readonly type: 'diagnose'; readonly id: number }
  | { readonly type: 'stop' };

/** What the appliance's process tells the shell. */
export type FromAppliance =
  /** Takes consoles from now on; said again when another appliance took its place, whose consoles need new ports. */
  | { readonly type: 'ready' }
  | { readonly type: 'glance'; readonly glance: Glance }
  /** There is no account yet: who sits at this machine may make the first one with this code. To be shown, never logged. */
  | { readonly type: 'firstAccount'; readonly code: string }
  /** Carrier settings to keep in the keychain; wants a `kept`. */
  | { readonly type: 'keep'; readonly id: number; readonly carrier: Readonly<Record<string, string>> }
  | { readonly type: 'diagnosis'; readonly id: number; readonly report: Readonly<Record<string, unknown>> }
  /** What to tell a person once: stop-all was not possible, or not everything can be done on this machine. */
  | { readonly type: 'notice'; readonly message: string }
  /** Cannot run: what to tell a person. The process waits to be ended. */
  | { readonly type: 'failed'; readonly message: string };

/** Channels between the preload and the shell, and the words between the preload and its page. */
export const PORT_WANTED = 'herald:port-wanted';
export const PORT = 'herald:port';
export const PAGE_READY = 'herald:ready';
