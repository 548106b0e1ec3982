import { compareProfiles } from '../../src/compareProfiles';
import { shippedLayouts } from '../../src/shippedLayouts';
import { RESOURCES, starter } from './support/applianceToSetUp';

const compared = (
  change: (profile: ReturnType<typeof starter>) => void,
  begin: (profile: ReturnType<typeof starter>) => void = () => {},
) => {
  const [before, after] = [starter(), starter()];
  begin(before);
  begin(after);
  change(after);
  return compareProfiles(JSON.stringify(before), JSON.stringify(after)).map(
    ({ area, sentence, loosens }) => `${area}: ${sentence}${loosens ? ' (!)' : ''}`,
  );
};

test('says in sentences what another profile would change, and marks what lets more texts go', () => {
  expect(compared(() => {})).toEqual([]);
  expect(
    compared(
      (profile) => {
        profile.feeds = [
          { id: 'cad', url: 'tcp-listen://127.0.0.1:9102?format=newworld-xml', silentAfter: '20m' },
          { id: 'rms', url: 'watch:/rms?format=newworld-xml' },
        ];
        profile.layouts = { lines: JSON.parse(shippedLayouts(RESOURCES)[0]?.text ?? '') };
        profile.carrier = { optOut: 'acceptedBlind' };
        profile.retention = { frames: '14d', audit: '3y' };
        profile.agency.phone = '206-555-0100';
        profile.ruleset.exclusions.pop();
        profile.ruleset.callTypes[0].stages = ['dispatched'];
      },
      (profile) => {
        profile.feeds = [
          { id: 'cad', url: 'tcp-listen://127.0.0.1:9101?format=newworld-xml' },
          { id: 'old', url: 'watch:/old?format=newworld-xml' },
        ];
      },
    ),
  ).toEqual([
    'feeds: Feed “cad” is tcp-listen://127.0.0.1:9102?format=newworld-xml instead of tcp-listen://127.0.0.1:9101?format=newworld-xml',
    'feeds: Feed “cad” counts as silent after 20m instead of no time at all',
    'feeds: Feed “old” is gone: it is not listened to any more',
    'feeds: Feed “rms” is new: watch:/rms?format=newworld-xml',
    'layouts: Layout “lines” is new',
    'carrier: How STOP is seen: “not at all, which somebody has accepted” instead of “not said” (!)',
    'retention: Raw frames are kept 14d instead of 30d: what is older is deleted for good, at night',
    'agency: The contact number is 206-555-0100 instead of nothing',
    expect.stringMatching(/^callTypes: Call type “.*” gets “Officer assigned” instead of .*\(!\)$/),
    expect.stringMatching(/^exclusions: Exclusion “.*” is gone \(!\)$/),
  ]);
});
