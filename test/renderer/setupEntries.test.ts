import {
  ALL_OURS,
  agenciesSeen,
  beginning,
  profileText,
  type SetupEntries,
  seenAsOurs,
} from '../../renderer/screens/setup/entries';
import type { StarterView } from '../../src/contract/setup';

const seen = (code: string, ...agencies: string[]) => ({ code, records: 1, agencies, label: null, excluded: null });
const entries: SetupEntries = {
  ...beginning('America/New_York'),
  seen: [seen('THEFT', 'Police'), seen('E - Seizure', 'Fire'), seen('CRASH', 'Police', 'Fire'), seen('NOISE')],
};
const starter = { text: JSON.stringify({ agency: {}, ruleset: { callTypes: [] } }), callTypes: [] } as unknown as StarterView;
const agencyOf = (cadAgency: string) => JSON.parse(profileText({ ...entries, cadAgency }, starter)).agency;

describe('whose calls they are, on a shared CAD', () => {
  it('is asked with the agencies that were seen', () => {
    expect(agenciesSeen(entries)).toEqual(['Fire', 'Police']);
  });

  it('leaves out what only another agency has', () => {
    const codes = (cadAgency: string) => seenAsOurs({ ...entries, cadAgency }).map(({ code }) => code);
    expect(codes('Police')).toEqual(['THEFT', 'CRASH', 'NOISE']);
    expect(codes(ALL_OURS)).toHaveLength(4);
  });

  it('is kept in the profile, unless all are ours', () => {
    expect(agencyOf('Police').cadAgency).toBe('Police');
    expect(agencyOf(ALL_OURS)).not.toHaveProperty('cadAgency');
    expect(agencyOf('')).not.toHaveProperty('cadAgency');
  });
});
