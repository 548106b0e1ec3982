import {
  decisionSchema,
  eventSchema,
  frameSchema,
  incidentSchema,
  messageSchema,
  outboxStateSchema,
  statusSchema,
  textingStateSchema,
} from '../../src/contract/views';
import { OUTBOX_STATUSES } from '../../src/outbox/outboxState';
import { fakeBackend } from '../support/fakeBackend';

it('the outbox states a console knows are those the outbox has', () => {
  expect(outboxStateSchema.options).toEqual([...OUTBOX_STATUSES]);
});

it('the invented data is what the contract says, and shows every state there is', async () => {
  const backend = fakeBackend();
  for (let step = 0; step < 50; step++) backend.step();
  statusSchema.parse(await backend.status());
  for (const frame of backend.data.frames) frameSchema.parse(frame);
  for (const { incident, events, decisions, messages } of backend.data.incidents) {
    incidentSchema.parse(incident);
    for (const event of events) eventSchema.parse(event);
    for (const decision of decisions) decisionSchema.parse(decision);
    for (const message of messages) messageSchema.parse(message);
  }
  const fresh = fakeBackend().data.incidents;
  expect(new Set(fresh.map(({ incident }) => incident.texting))).toEqual(new Set(textingStateSchema.options));
  expect(new Set(fresh.flatMap(({ messages }) => messages.map(({ state }) => state)))).toEqual(new Set(OUTBOX_STATUSES));
  expect(new Set(fresh.map(({ incident }) => incident.number)).size).toBe(fresh.length);
});
