import { readFileSync } from 'node:fs';
import path from 'node:path';
import { delimitedFormat } from '../../../src/feed/formats/delimited';
import { delimitedLayoutSchema } from '../../../src/feed/formats/layout';
import { newWorldXmlFormat } from '../../../src/feed/formats/newWorldXml';
import type { Fact } from '../../../src/incident/fact';
import { hasSamples, sampleFolder } from '../../support/samples';

const context = { timeZone: 'America/New_York', receivedAt: Date.parse('2026-03-02T19:00:00Z') };

function facts(folder: string, name: string): readonly Fact[] {
  const outcome = newWorldXmlFormat().parse(readFileSync(path.join(sampleFolder(folder), name)), context);
  if ('rejected' in outcome) throw new Error(outcome.rejected.message);
  return outcome.facts;
}

(hasSamples('newworld-fixtures') ? describe : describe.skip)('New World fixtures of others (skipped where absent)', () => {
  it.each(['minimal_call.xml', 'bom_utf8.xml', 'full_call.xml', 'example-cad-events.xml'])('%s is one snapshot', (name) => {
    expect(facts('newworld-fixtures', name)).toMatchObject([{ kind: 'snapshot' }]);
  });

  it('the export of 2022 tells UTC, and is closed with its disposition', () => {
    expect(facts('newworld-fixtures', 'example-cad-events.xml')).toMatchObject([
      {
        snapshot: {
          numbers: { callId: '1404216', callNumber: '260' },
          createdAt: Date.parse('2022-12-03T11:08:30Z'),
          closed: true,
          closedAt: Date.parse('2022-12-03T12:16:40Z'),
          dispositions: ['Report Taken'],
          contexts: [{ agency: 'Police', callType: 'Accident - PD', incidentNumber: '2022-00006951', closed: true }],
          units: [
            { unit: 'IN7', agency: 'Police', primary: true, officers: [{ id: '7513', primary: true }] },
            { unit: 'IN6', agency: 'Police', primary: false },
          ],
        },
      },
    ]);
  });
});

const profile = path.resolve(sampleFolder('.'), '../profile-example.json');

(hasSamples('../profile-example.json') ? describe : describe.skip)('layouts of the example profile (skipped where absent)', () => {
  it('are accepted as they stand', () => {
    const { layouts } = JSON.parse(readFileSync(profile, 'utf8')) as { layouts: Record<string, unknown> };
    expect(Object.keys(layouts)).toEqual(['pipe-events', 'rms-cases']);
    for (const written of Object.values(layouts))
      expect(delimitedFormat(delimitedLayoutSchema.parse(written)).carriesNarrative).toBe(false);
  });
});
