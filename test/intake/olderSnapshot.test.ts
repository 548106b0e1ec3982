import { type Desk, deskPerTest } from '../support/desk';

const desks = deskPerTest();
const SECONDS = 1_000;
const MINUTES = 60 * SECONDS;

interface Call {
  readonly phone?: string;
  readonly type?: string;
  readonly unit?: boolean;
  /** Written so long before now. */
  readonly ago?: number;
}

/** The whole call as it is, conveyed now. */
async function convey(desk: Desk, { phone, type = 'BURG-RES', unit = false, ago = 0 }: Call): Promise<void> {
  const at = (before: number) => new Date(desk.clock.now() - before).toISOString();
  const resource = {
    $id: 'u1',
    emergencyResourceName: '2A1',
    secondaryUnitStatusRegistryText: 'Dispatched',
    lastUpdateTimeStamp: at(ago),
  };
  const call = {
    $id: 'eido-1',
    lastUpdateTimeStamp: at(ago),
    incidentComponent: {
      $id: 'incident-1',
      internalIncidentId: '25-1',
      incidentTypeInternalCode: type,
      incidentPriorityInternalText: 'P3',
    },
    callComponent: { $id: 'call-1', ...(phone === undefined ? {} : { callBackReference: { $ref: 'callback-1' } }) },
    ...(phone === undefined ? {} : { callbackComponent: { $id: 'callback-1', callBackInformationUri: `tel:${phone}` } }),
    ...(unit ? { emergencyResourceComponent: resource } : {}),
  };
  await desk.receive('eido', JSON.stringify(call));
}

const to = (messages: readonly { phone: string; status: string }[]) => messages.map(({ phone, status }) => `${phone} ${status}`);

describe('a snapshot that says it was written before the last one', () => {
  it('excludes the call by what it was for a moment', async () => {
    const desk = await desks.open();
    await convey(desk, { phone: '+19415550111' });
    await convey(desk, { phone: '+19415550111', type: 'DV1', ago: 5 * SECONDS });
    await convey(desk, { phone: '+19415550111', unit: true });
    expect(await desk.passSending(5 * MINUTES)).toEqual([]);
    expect((await desk.incident('25-1')).exclusions).toMatchObject([{ matched: 'callType:DV1' }]);
  });

  it('leaves nobody to be texted where it has another number, until the next one says which', async () => {
    const desk = await desks.open();
    await convey(desk, { phone: '+19415550111', unit: true });
    // The clock of CAD was set back by ten seconds.
    await convey(desk, { phone: '+19415550122', unit: true, ago: 10 * SECONDS });
    expect(await desk.passSending(MINUTES)).toEqual([]);
    expect(await desk.reasons('25-1')).toContain('Two phone numbers were told, and which was the later one cannot be told');
    await convey(desk, { phone: '+19415550122', unit: true });
    await desk.passSending(MINUTES);
    expect(to(await desk.messages('25-1'))).toEqual(['+19415550111 cancelled', '+19415550122 accepted']);
  });

  it('leaves nobody to be texted, until the next one says that it is the number of before', async () => {
    const desk = await desks.open();
    await convey(desk, { phone: '+19415550111', unit: true });
    await convey(desk, { phone: '+19415550122', unit: true, ago: 10 * SECONDS });
    desk.clock.advance(SECONDS);
    await convey(desk, { phone: '+19415550111', unit: true });
    await desk.passSending(MINUTES);
    expect(to(await desk.messages('25-1'))).toEqual(['+19415550111 cancelled', '+19415550111 accepted']);
  });

  it('does not bring back a number that was withdrawn or corrected since', async () => {
    const desk = await desks.open();
    await convey(desk, { phone: '+19415550111' });
    desk.clock.advance(10 * SECONDS);
    await convey(desk, { phone: '+19415550122', unit: true });
    await convey(desk, { phone: '+19415550111', ago: 5 * SECONDS });
    await desk.passSending(MINUTES);
    expect(to(await desk.messages('25-1'))).toEqual(['+19415550122 accepted']);
    await convey(desk, { ago: 5 * MINUTES });
    expect(to(await desk.messages('25-1'))).toEqual(['+19415550122 accepted']);
  });
});
