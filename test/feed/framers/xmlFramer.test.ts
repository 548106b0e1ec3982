import { XmlFramer } from '../../../src/feed/framers/xmlFramer';
import { frameAll } from '../support/framing';

const DECLARATION = '<?xml version="1.0" encoding="utf-8"?>';
const BOM = '\xef\xbb\xbf';
const framed = (chunks: string[], maxFrameBytes = 4_096) => frameAll(new XmlFramer(maxFrameBytes), chunks);
const padding = 'p'.repeat(120);

it('splits documents that follow each other, with and without declaration, mark and space between', () => {
  const first = `${DECLARATION}<Call><Unit/></Call>`;
  const second = '<Call a="1"></Call>';
  const stream = `${BOM}${first}\r\n${BOM}${first}${second}${second}\n`;
  expect(framed([stream])).toEqual({ frames: [first, first, second, second], discarded: {}, separatorBytes: 9 });
});

it.each([
  ['an attribute with ">" in it', '<Call a="x>y" b=\'</Call>\'><U c="/"/></Call>'],
  ['a comment that quotes its end', '<Call><!-- </Call> -- > ---></Call>'],
  ['a CDATA section that quotes its end', '<Call><![CDATA[</Call>]]]]><![CDATA[>]]]></Call>'],
  ['a CDATA section that quotes a whole document', `<Call><![CDATA[${DECLARATION}<Call/>]]></Call>`],
  ['a comment that quotes a whole document', `<Call><!-- ${DECLARATION}<Call/> --></Call>`],
  ['a processing instruction', '<?xml-stylesheet href="a>b"?><Call><?p <Call> ? ?></Call>'],
  ['nested elements of the same name', '<Call><Call><Call/></Call></Call>'],
  ['a root element without content', '<Call xmlns:i="http://www.w3.org/2001/XMLSchema-instance" />'],
  ['a comment before its root', `${DECLARATION}<!-- exported --><Call></Call>`],
  ['end tags with space in them', '<Call\n><U></U ></Call\t>'],
  ['a name that begins with its root’s', '<Call><Caller></Caller></Call>'],
  ['a name beyond ASCII', '<\xc3\x84mter><U/></\xc3\x84mter>'],
])('frames %s', (_, document) => {
  expect(framed([`${document}${document}`])).toEqual({ frames: [document, document], discarded: {}, separatorBytes: 0 });
});

it.each([
  ['plain', '<!DOCTYPE Call SYSTEM "file:///etc/passwd"><Call>&x;</Call>'],
  ['with an internal subset', "<!DOCTYPE Call [<!ENTITY a \"]>'\"><!-- it's > --><!ENTITY b '<Call>'>]><Call>&b;</Call>"],
])('frames a document with a DOCTYPE, %s, for the format to reject, and goes on', (_, hostile) => {
  expect(framed([`${hostile}<Call/>`]).frames).toEqual([hostile, '<Call/>']);
});

it('does not run away on a DOCTYPE that never ends', () => {
  expect(framed([`<!DOCTYPE Call [ <!ENTITY x "${DECLARATION}<Call/>`]).frames).toEqual([`${DECLARATION}<Call/>`]);
});

it('discards and counts what is before a document', () => {
  expect(framed(['\x02\x00junk 1 < 2 ', '</Unit>', '<Call/>', '\x03<Call/>'])).toEqual({
    frames: ['<Call/>', '<Call/>'],
    discarded: { garbageBetweenFrames: 17 },
    separatorBytes: 4,
  });
});

it('gives up a document at the declaration of the next, and keeps it for the format to reject', () => {
  const cut = `${DECLARATION}<Call><Unit>E21</Un`;
  const next = `${DECLARATION}<Call/>`;
  expect(framed([`${cut}${next}`])).toEqual({ frames: [cut, next], discarded: {}, separatorBytes: 0 });
});

it('gives up a document that lost the end of an attribute', () => {
  const cut = '<Call a="x><Unit/>';
  expect(framed([`${cut}${DECLARATION}<Call/>`]).frames).toEqual([cut, `${DECLARATION}<Call/>`]);
});

it('discards a declaration that no document follows', () => {
  expect(framed([`${DECLARATION}\n${DECLARATION}<Call/>`])).toEqual({
    frames: [`${DECLARATION}<Call/>`],
    discarded: { garbageBetweenFrames: DECLARATION.length + 1 },
    separatorBytes: 0,
  });
});

describe('a document that is too long', () => {
  it('is discarded up to its end', () => {
    const long = `<Call><Unit>${padding}</Unit><Unit/></Call>`;
    expect(framed([`<Call/>${long}<Call/>`], 100)).toEqual({
      frames: ['<Call/>', '<Call/>'],
      discarded: { tooLong: long.length },
      separatorBytes: 0,
    });
  });

  it('is discarded up to the next declaration where its end is lost', () => {
    const long = `<Call><Narrative><![CDATA[${padding}`;
    const next = `${DECLARATION}<Call/>`;
    expect(framed([long, next.slice(0, 3), next.slice(3)], 100)).toEqual({
      frames: [next],
      discarded: { tooLong: long.length },
      separatorBytes: 0,
    });
  });

  it('is discarded up to the next start tag of its name where its end is lost and there are no declarations', () => {
    const long = `<Call><Unit>${padding}<Caller>`;
    const next = '<Call a="1"></Call>';
    expect(framed([long, ...next], 100)).toEqual({ frames: [next], discarded: { tooLong: long.length }, separatorBytes: 0 });
  });

  it('takes a document of exactly the longest length', () => {
    const document = `<Call>${'x'.repeat(87)}</Call>`;
    expect(framed([document, '<Call/>'], 100).frames).toEqual([document, '<Call/>']);
  });
});

describe('when the connection ends', () => {
  it('keeps an incomplete document for the format to reject', () => {
    expect(framed([`<Call/>${DECLARATION}<Call><Unit`])).toEqual({
      frames: ['<Call/>', `${DECLARATION}<Call><Unit`],
      discarded: {},
      separatorBytes: 0,
    });
  });

  it.each([DECLARATION, '<!-- bye -->', '<', '<!DOCTYPE Call ['])('discards what holds no element: %s', (rest) => {
    expect(framed([`<Call/>${rest}`])).toEqual({
      frames: ['<Call/>'],
      discarded: { incompleteAtClose: rest.length },
      separatorBytes: 0,
    });
  });
});
