/** What the shell tells the appliance's process. A `console` message carries one MessagePort. */
export type ToAppliance =
  | {
      readonly type: 'start';
      /** Flags as the headless host takes them; those of HTTP have no meaning here. */
      readonly args: readonly string[];
      /** Used where the flags name none. */
      readonly dataDirectory: string;
    }
  | { readonly type: 'console' }
  | { readonly type: 'stop' };

/** What the appliance's process tells the shell. */
export type FromAppliance =
  /** Takes consoles from now on; said again when another appliance took its place, whose consoles need new ports. */
  | { readonly type: 'ready' }
  /** Cannot run: what to tell a person. The process waits to be ended. */
  | { readonly type: 'failed'; readonly message: string };

/** Channels between the preload and the shell, and the words between the preload and its page. */
export const PORT_WANTED = 'herald:port-wanted';
export const PORT = 'herald:port';
export const PAGE_READY = 'herald:ready';
