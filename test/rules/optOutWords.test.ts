import fc from 'fast-check';
import { readReply } from '../../src/rules/optOutWords';

const meaning = (text: string) => readReply(text).meaning;

describe('whole words', () => {
  it.each(['STOP', 'stop', ' Stop. ', '"STOP"', 'stop!!!', 'Quit', 'end', 'REVOKE', 'opt out', 'Opt-Out', 'OPTOUT', 'cancel'])(
    '%j opts out',
    (text) => expect(meaning(text)).toBe('optOut'),
  );
  it.each(['unsubscribe', 'STOPALL', 'stop all', 'stop please', 'Please stop', 'stop it'])('%j opts out', (text) =>
    expect(meaning(text)).toBe('optOut'),
  );
  it.each(['ALTO', 'Pare', 'basta', 'NO MAS', 'no más', '¡Basta!', 'cancelar'])('%j opts out, in Spanish', (text) =>
    expect(readReply(text)).toMatchObject({ meaning: 'optOut', language: 'es' }),
  );
  it('STOP tells no language: our Spanish texts name it too', () => expect(readReply('STOP').language).toBeUndefined());
  it.each(['HELP', 'help?', 'Info', 'AYUDA', 'información'])('%j asks who is texting', (text) =>
    expect(meaning(text)).toBe('help'),
  );
  it.each(['START', 'unstop', 'Resume', 'opt in'])('%j wants texts again', (text) => expect(meaning(text)).toBe('start'));
  it.each(['ok', 'Thanks!', 'Thank you', 'gracias', '👍', '❤️', '.', ''])('%j needs nothing', (text) =>
    expect(meaning(text)).toBe('nothing'),
  );
});

describe('plain words', () => {
  it.each([
    'please opt me out',
    'Stop texting me',
    'stop sending me these messages',
    'I said stop sending texts',
    "don't text me again",
    'Do not contact me anymore',
    'no more texts please',
    'take me off your list',
    'remove my number from this',
    'unsubscribe me',
    'I revoke my consent',
    'cancel all messages',
    'ya no me manden mensajes',
    'Dejen de escribirme',
    'no quiero recibir más mensajes',
    'denme de baja por favor',
  ])('%j is clear enough', (text) => expect(meaning(text)).toBe('optOut'));

  it.each([
    "don't stop texting me",
    'please do not unsubscribe me',
    "I didn't ask to stop texting",
    'wrong number',
    'who is this?',
    'no soy yo, numero equivocado',
    'can you stop him',
    'stop by the house please',
    'is this a scam',
    'please stop texting and send help, he has a gun',
    'if you stop texting me how do I know',
  ])('%j is for a person, and texts wait', (text) =>
    expect(readReply(text)).toMatchObject({ meaning: 'unclear', suggested: 'optOut', holds: true }),
  );

  it.each([
    'He is back and he has my phone',
    'he is back again',
    'my husband is home now',
    'hes outside',
    'she reads my messages',
    'I am scared',
    'he said he will kill me',
    'el tiene mi celular',
    'mi ex está afuera',
    'tengo miedo',
    'help me he is here',
  ])('%j: somebody may read along, and texts wait', (text) =>
    expect(readReply(text)).toMatchObject({ meaning: 'unclear', holds: true }),
  );

  it.each(['help me he is here', 'llamen al 911', 'necesito ayuda con mi hijo'])('%j is for a person, as a call for help', (text) =>
    expect(readReply(text)).toMatchObject({ meaning: 'unclear', suggested: 'help' }),
  );

  it.each([
    'he came back and took the bike too',
    'my bike was found',
    'the end of the road is blocked',
    'he cancelled his trip',
    'when will the officer come',
  ])('%j is for a person, and texts go on', (text) =>
    expect(readReply(text)).toMatchObject({ meaning: 'unclear', suggested: undefined, holds: false }),
  );
});

describe('what phones write by themselves', () => {
  const ours = 'Palm Key PD: An officer has been assigned. Reply STOP to end texts.';
  it.each([
    `Liked “${ours}”`,
    `Loved "${ours}"`,
    `Emphasized “${ours}”`,
    `Laughed at “${ours}”`,
    `Le gustó “${ours}”`,
    `A Maria le encantó “${ours}”`,
    `Removed a like from “${ours}”`,
  ])('%s is no STOP', (text) => expect(meaning(text)).toBe('nothing'));
  it('our text quoted above an answer is not the answer', () => {
    expect(meaning(`“${ours}” thanks`)).toBe('nothing');
    expect(meaning(`“${ours}” STOP`)).toBe('optOut');
  });
});

it('never throws, and reads what it has read alike', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      expect(readReply(text)).toEqual(readReply(text));
    }),
    { numRuns: 500 },
  );
});
