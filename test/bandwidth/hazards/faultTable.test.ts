import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type CarrierFault, ownError } from '../../../src/training/carrierFaults';
import type { CarrierSimulator } from '../../../src/training/carrierSimulator';
import type { MessageFate } from '../../../src/training/simulatedMessage';
import { phoneOf, type SendingDesk, sendingDeskPerTest } from '../../support/sendingDesk';
import { projectRoot } from '../../support/stubProject';

const desks = sendingDeskPerTest();
const MINUTE = 60_000;
const FILE = path.join(projectRoot, 'resources', 'carrierFaults.md');

interface Tried {
  readonly fault: string;
  readonly create?: CarrierFault;
  readonly list?: CarrierFault;
  readonly fate?: MessageFate;
  readonly before?: (simulator: CarrierSimulator) => Promise<void>;
  readonly killed?: boolean;
}

const answer = (status: number, body?: string, accepts?: boolean): CarrierFault => ({ type: 'answer', status, body, accepts });
const PAGE = '<html><body>Please sign in</body></html>';
const SPRING = JSON.stringify({ timestamp: '2025-06-03T20:00:00Z', status: 404, error: 'Not Found', message: '', path: '/x' });
const EXPIRY = JSON.stringify({ type: 'request-validation', description: 'x', fieldErrors: [{ fieldName: 'expiration' }] });

const TRIED: readonly Tried[] = [
  { fault: 'connection refused', before: (simulator) => simulator.goDown() },
  { fault: 'reset after it was taken', create: { type: 'resetAfterAccepting' } },
  { fault: 'reset before it was read', create: { type: 'resetBeforeReading' } },
  { fault: 'taken, never answered', create: { type: 'hangAfterAccepting' } },
  { fault: 'taken, answered byte by byte without end', create: { type: 'trickle' } },
  { fault: 'taken, 202 cut in its middle', create: { type: 'truncated' } },
  { fault: 'taken, process killed before the 202 was recorded', create: { type: 'hangAfterAccepting' }, killed: true },
  {
    fault: 'taken, reset; the list fails three times',
    create: { type: 'resetAfterAccepting' },
    list: ownError(500, 'internal-server-error', 'x'),
  },
  {
    fault: 'taken, reset; the list is empty three times',
    create: { type: 'resetAfterAccepting' },
    list: answer(200, '{"messages":[]}'),
  },
  { fault: 'taken, empty 202', create: answer(202, '', true) },
  { fault: '202 that is not JSON', create: answer(202, '{"id":') },
  { fault: '202 without an id', create: answer(202, '{}') },
  { fault: '200 with a sign-in page', create: answer(200, PAGE) },
  { fault: '200 with JSON', create: answer(200, '{"id":"x"}') },
  { fault: '204', create: answer(204) },
  { fault: '302', create: answer(302) },
  { fault: '307', create: answer(307) },
  { fault: "400 in Bandwidth's form", create: ownError(400, 'request-validation', 'x') },
  { fault: '400 about the expiry time', create: answer(400, EXPIRY) },
  { fault: '400 with a page', create: answer(400, PAGE) },
  { fault: '401', create: ownError(401, 'authentication-error', 'x') },
  { fault: '402', create: ownError(402, 'payment-required', 'x') },
  { fault: '403', create: ownError(403, 'forbidden', 'x') },
  { fault: "404 in its framework's form", create: answer(404, SPRING) },
  { fault: '404 with a page', create: answer(404, PAGE) },
  { fault: '407 of a proxy', create: answer(407, PAGE) },
  { fault: '415', create: ownError(415, 'unsupported-media-type', 'x') },
  { fault: '429 without Retry-After', create: ownError(429, 'max-message-queue-size-exceeded', 'x') },
  { fault: '429 with Retry-After: 20', create: ownError(429, 'max-message-queue-size-exceeded', 'x', { 'retry-after': '20' }) },
  { fault: "500 in Bandwidth's form", create: ownError(500, 'internal-server-error', 'x') },
  { fault: '502 with a page', create: answer(502, PAGE) },
  { fault: 'accepted, later 4360 (expired)', fate: { errorCode: 4360 } },
  { fault: 'accepted, later 4475 (opted out)', fate: { errorCode: 4475 } },
  { fault: 'accepted, later 4720 (not a mobile number)', fate: { errorCode: 4720 } },
  { fault: 'accepted, later 4476 (campaign)', fate: { errorCode: 4476 } },
  { fault: 'accepted, later 4770 (content)', fate: { errorCode: 4770 } },
  { fault: 'accepted, later 5600 (network fault)', fate: { errorCode: 5600 } },
  { fault: 'accepted, later 9902 (no receipt)', fate: { errorCode: 9902 } },
  { fault: 'accepted, never a receipt', fate: { staysSent: true } },
];

it('the table of carrier faults says what Herald does; no fault makes two texts', async () => {
  const lines: string[] = [];
  for (const tried of TRIED) {
    const desk = await desks.open({ simulator: { fate: () => tried.fate ?? {} } });
    lines.push(await told(desk, tried));
  }
  const table = `${HEAD}${lines.join('\n')}\n`;
  if (process.env.WRITE_TABLE === '1') writeFileSync(FILE, table);
  expect(readFileSync(FILE, 'utf8')).toBe(table);
}, 240_000);

async function told(desk: SendingDesk, { fault, create, list, before, killed }: Tried): Promise<string> {
  await before?.(desk.simulator);
  if (create !== undefined) desk.simulator.fail('create', create);
  if (list !== undefined) desk.simulator.fail('list', list, 3);
  await desk.due(1);
  desk.worker.start();
  if (killed === true) {
    await desk.pass(() => desk.simulator.messages.length === 1, 5_000);
    await desk.killAndRestart();
  }
  await desk.pass(
    async () => !['ready', 'sending'].includes((await desk.row(1)).status) || (await desk.row(1)).attempts > 0,
    25_000,
  );
  await desk.pass(async () => (await desk.row(1)).status !== 'sending', 25_000);
  const first = await desk.row(1);
  const shown = desk.worker.status();
  await desk.simulator.comeBack();
  await desk.passTime(40 * MINUTE, 1_000);
  const last = await desk.row(1);
  const texts = desk.simulator.textsTo(phoneOf(1)).length;
  expect([fault, texts <= 1]).toEqual([fault, true]);
  const person = last.needsPerson === undefined ? '' : ', a person decides';
  const carrier = shown.trouble === undefined ? shown.state : `${shown.state} (${shown.trouble})`;
  const end = `${last.status}${last.code === undefined ? '' : ` (${last.code})`}${person}`;
  return `| ${fault} | ${first.status} | ${carrier} | ${end} | ${desk.posts()} | ${texts} |`;
}

const HEAD = `# What Herald does when the carrier fails

Made by \`test/bandwidth/hazards/faultTable.test.ts\` from what the real appliance did against the carrier simulator; that test
fails where it does otherwise. Each fault happens once, to one text that is useful for two hours. "At once" is how the
text stands when the failed exchange is over, "after 40 minutes" how it ended. A POST more than one is made only where the
one before was provably not taken.

| fault | text at once | carrier shown as | text after 40 minutes | POSTs | texts taken |
| --- | --- | --- | --- | --- | --- |
`;
