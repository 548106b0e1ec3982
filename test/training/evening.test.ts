import { readEvening } from '../../src/training/evening';
import { shippedEvening } from './support/trainingFiles';

// biome-ignore lint/suspicious/noExplicitAny: tests write the file as JSON, wrong values included
function reading(change: (evening: any) => void): () => unknown {
  const json = JSON.parse(JSON.stringify(shippedEvening()));
  change(json);
  return () => readEvening(JSON.stringify(json));
}

it.each<[string, string, Parameters<typeof reading>[0]]>([
  ['a step that goes back in time', 'incidents.0.steps.1: steps go forward', (e) => (e.incidents[0].steps[1].at = 0.1)],
  ['a unit that is not there', 'incidents.0.steps.0: no such unit', (e) => (e.incidents[0].steps[0].unit = 'P99')],
  ['an incident told twice', 'incidents.1.key: is there twice', (e) => (e.incidents[1].key = e.incidents[0].key)],
  ['a step after the end', 'is after the end', (e) => (e.lengthSeconds = 700)],
  ['a language on a snapshot', 'incidents.0.caller: snapshots carry no language', (e) => (e.incidents[0].caller.language = 'es')],
  ['an unknown step', 'incidents.0.steps.0', (e) => (e.incidents[0].steps[0].what = 'dance')],
])('%s is refused with its place', (_name, said, change) => {
  expect(reading(change)).toThrow(`The evening is wrong at`);
  expect(reading(change)).toThrow(said);
});

it('what is not JSON is refused', () => {
  expect(() => readEvening('{')).toThrow('The evening is not JSON');
});

it('its people are invented: every number in it is a 555-01xx one, or none that reaches anybody', () => {
  const phones = shippedEvening().incidents.flatMap(({ caller, steps }) => [
    caller.phone,
    ...steps.map((step) => ('phone' in step ? step.phone : undefined)),
  ]);
  const written = phones.filter((phone) => phone !== undefined && phone !== 'fresh');
  expect(written.length).toBeGreaterThan(0);
  for (const phone of written) expect(phone).toMatch(/555-?01\d\d|^911-/);
});
