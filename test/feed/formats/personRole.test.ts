import { newWorldXmlFormat } from '../../../src/feed/formats/newWorldXml';
import { rolesIn } from '../../../src/feed/formats/personRole';

describe('rolesIn', () => {
  it.each([
    [['Victim'], ['victim']],
    [['VICTIM 2'], ['victim']],
    [['Caller'], ['caller']],
    [['Victim/Caller'], ['caller', 'victim']],
    [['Caller', 'Witness'], ['caller']],
    [['Complainant'], ['complainant']],
    [['Reporting Party'], ['complainant']],
  ])('%j is %j', (words, roles) => expect(rolesIn(words)).toEqual(roles));

  it.each([
    [['Reporting Officer']],
    [['Caller', 'Officer']],
    [['Victim Advocate']],
    [['Victim’s mother']],
    [['Mother of victim']],
    [['Non-victim']],
    [['Suspect/Victim']],
    [['Victim', 'Suspect']],
    [['Witness']],
    [['']],
  ])('%j is nobody who is texted', (words) => expect(rolesIn(words)).toEqual([]));
});

it('an officer who calls something in is no caller, whatever element the number stands in', () => {
  const person =
    '<Person><PrimaryCallerFlag>true</PrimaryCallerFlag><Role>Officer</Role><ContactPhone>941-555-0142</ContactPhone></Person>';
  const xml = `<Call><CallId>1</CallId><CallerPhone>941-555-0142</CallerPhone><Persons>${person}</Persons></Call>`;
  const parsed = newWorldXmlFormat().parse(Buffer.from(xml), { timeZone: 'America/New_York', receivedAt: 0 });
  expect(parsed).toMatchObject({ facts: [{ snapshot: { contacts: [] } }] });
});
