import { createRouterClient } from '@orpc/server';
import type { ConsoleRouter } from './router';

/**
 * Works out, for nobody, what every console asks first: the board is ready then, and the code that answers has run once,
 * which takes several times as long as each time after it. One after the other, so that feeds get their turn between them.
 */
export async function warmUp(router: ConsoleRouter): Promise<void> {
  const client = createRouterClient(router, { context: { caller: { identity: 'host' } } });
  await client.board.list({});
  await client.status();
  await client.agency();
}
