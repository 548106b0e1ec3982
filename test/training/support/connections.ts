import { type Logger, silentLogger } from '../../../src/logger';

/** A logger that knows when the simulator's own end of so many connections is open: a listener knows a little earlier. */
export function connectionsOf(count: number): { logger: Logger; allOpen: Promise<void> } {
  let open = 0;
  let settle: () => void = () => {};
  const allOpen = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const debug = (event: string) => {
    if (event === 'training.feedConnected') open += 1;
    if (open === count) settle();
  };
  return { logger: { ...silentLogger, debug }, allOpen };
}
