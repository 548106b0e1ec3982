import { readFileSync } from 'node:fs';
import path from 'node:path';
import { newWorldXmlFormat } from '../../src/feed/formats/newWorldXml';
import { readXml, type XmlElement } from '../../src/feed/formats/xmlTree';
import { type NewWorldCall, writeNewWorldXml } from '../../src/training/newWorldWriter';
import { hasSamples, newWorldExports, sampleFolder } from '../support/samples';

const ZONE = 'America/New_York';
const AT = Date.UTC(2025, 5, 3, 20, 0, 0);

const call: NewWorldCall = {
  callId: '17489808000',
  callNumber: '5761',
  createdAt: AT,
  callSource: 'Phone',
  natureOfCall: 'Window <broken> & door open',
  callerName: "Ann O'Dell",
  callerPhone: '8135550142',
  contexts: [{ agency: 'Police', callType: 'BURG-RES', priority: '4 - Report', createdAt: AT, closed: false, cancelled: false }],
  incidents: [{ agency: 'Police', jurisdiction: 'FL9990100', number: '25-39819915', createdAt: AT, type: 'BURG-RES' }],
  units: [
    {
      unit: 'P11',
      type: 'Patrol',
      jurisdiction: 'FL9990100',
      primary: true,
      officers: [{ id: '2107', firstName: 'Mateo', lastName: 'Alvarado' }],
      assignedAt: AT + 1_000,
      enRouteAt: AT + 2_000,
    },
  ],
  narratives: [{ at: AT, text: 'Back door open' }],
  dispositions: [{ at: AT, name: 'Report taken' }],
  closed: false,
  closedAt: AT + 9_000,
  cancelled: false,
  location: {
    houseNumber: '100',
    streetName: 'EXAMPLE',
    streetType: 'ST',
    city: 'Port Calusa',
    state: 'FL',
    zip: '00000',
    policeOri: 'FL9990100',
    fireOri: '99071',
  },
};

function rootOf(bytes: Uint8Array): XmlElement {
  const root = readXml(bytes);
  if ('rejected' in root) throw new Error(root.rejected.message);
  return root;
}

/** Names of the children of each kind of element, in order, under the element's own name and its parent's. */
function layoutOf(root: XmlElement, found = new Map<string, string>()): Map<string, string> {
  const visit = (element: XmlElement, parent: string) => {
    const names = [...new Set(element.children.map(({ name }) => name))];
    if (names.length > 0) found.set(`${parent}/${element.name}`, names.join(' '));
    for (const inner of element.children) visit(inner, element.name);
  };
  visit(root, '');
  return found;
}

it('the format reads back what was written', () => {
  const outcome = newWorldXmlFormat().parse(writeNewWorldXml(call, ZONE), { timeZone: ZONE, receivedAt: AT });
  expect(outcome).toMatchObject({
    facts: [
      {
        snapshot: {
          numbers: { callId: '17489808000', callNumber: '5761' },
          createdAt: AT,
          closed: false,
          closedAt: AT + 9_000,
          contacts: [{ role: 'caller', name: "Ann O'Dell", phone: '8135550142' }],
          contexts: [{ agency: 'Police', callType: 'BURG-RES', incidentNumber: '25-39819915' }],
          units: [{ unit: 'P11', agency: 'Police', times: { assigned: AT + 1_000, dispatched: AT + 1_000, enRoute: AT + 2_000 } }],
          dispositions: ['Report taken'],
          narratives: expect.arrayContaining(['Window <broken> & door open', 'Back door open']),
        },
      },
    ],
  });
});

(hasSamples('newworld-xml') ? it : it.skip)('has the elements of the real export, in its order', () => {
  const real = new Map<string, string>();
  for (const { bytes } of newWorldExports()) layoutOf(rootOf(bytes), real);
  // The recording holds no disposition; the vendor's fixture does.
  const withDisposition = rootOf(readFileSync(path.join(sampleFolder('newworld-fixtures'), 'example-cad-events.xml')));
  const dispositions = ['Call/Dispositions', 'Dispositions/CallDisposition'];
  for (const name of dispositions) real.set(name, layoutOf(withDisposition).get(name) as string);
  const written = layoutOf(rootOf(writeNewWorldXml(call, ZONE)));
  expect([...written].sort()).toEqual([...real].sort());
});
