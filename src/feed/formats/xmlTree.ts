import { SaxesParser } from 'saxes';
import { decodeText } from './decodeText';
import type { FrameFault } from './format';

/** An element by its local name: sites differ in prefixes and namespaces. `text` is its own, trimmed; '' where nil. */
export interface XmlElement {
  readonly name: string;
  readonly children: readonly XmlElement[];
  readonly text: string;
  /** Names from the root down, such as `Call/AssignedUnits/Unit`. */
  readonly path: string;
  /** Byte offset in the frame of the element's start tag. */
  readonly byte: () => number;
}

const MAX_DEPTH = 64;

class XmlFault extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

interface OpenElement {
  name: string;
  children: XmlElement[];
  text: string;
  path: string;
  byte: () => number;
  nil: boolean;
}

/**
 * The document in `bytes`, or why it is none. Document types are refused, so no entity but XML's own five is ever expanded
 * and nothing is ever fetched.
 */
export function readXml(bytes: Uint8Array): XmlElement | { readonly rejected: FrameFault } {
  const { text, byteAt } = decodeText(bytes);
  const open: OpenElement[] = [];
  let root: XmlElement | undefined;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: padding around a document on a serial line
  const body = text.replace(/^[\s\0\ufeff]+/, '').replace(/[\s\0\u001a]+$/, '');
  const lead = text.indexOf(body);
  const parser = new SaxesParser({ position: true });
  parser.on('error', (error) => {
    // Saxes quotes what it did not like after the first colon or quote: that may be part of the record.
    throw new XmlFault('feed.badXml', `Not well-formed XML: ${reasonOf(error.message)}`);
  });
  parser.on('doctype', () => {
    throw new XmlFault('feed.xmlDoctype', 'XML with a document type is not read');
  });
  parser.on('opentag', (tag) => {
    if (open.length >= MAX_DEPTH) throw new XmlFault('feed.xmlTooDeep', `XML nested deeper than ${MAX_DEPTH} elements`);
    const name = localName(tag.name);
    const parent = open.at(-1);
    const end = parser.position;
    const nil = Object.entries(tag.attributes).some(([key, value]) => localName(key) === 'nil' && /^(true|1)$/.test(String(value)));
    const byte = () => byteAt(lead + Math.max(0, body.lastIndexOf('<', end - 1)));
    open.push({ name, children: [], text: '', path: parent === undefined ? name : `${parent.path}/${name}`, byte, nil });
  });
  const addText = (added: string) => {
    const current = open.at(-1);
    if (current !== undefined) current.text += added;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const { name, children, text: own, path, byte, nil } = open.pop() as OpenElement;
    const element: XmlElement = { name, children, text: nil ? '' : own.trim(), path, byte };
    const parent = open.at(-1);
    if (parent === undefined) root = element;
    else parent.children.push(element);
  });
  try {
    parser.write(body).close();
  } catch (error) {
    const fault = error instanceof XmlFault ? error : new XmlFault('feed.badXml', 'Not well-formed XML');
    const field = open.at(-1)?.path;
    const message = `${fault.message}, line ${parser.line} column ${parser.column}`;
    return { rejected: { code: fault.code, message, field, byte: byteAt(lead + Math.min(parser.position, body.length)) } };
  }
  if (root === undefined) return { rejected: { code: 'feed.badXml', message: 'No XML element', byte: 0 } };
  return root;
}

/** Saxes' message without its position and without anything it quotes from the record. */
function reasonOf(message: string): string {
  return message
    .replace(/^(?:[^:]*:)?\d+:\d+:\s*/, '')
    .replace(/[:"'<].*$/s, '')
    .trim();
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** The first child of that name. */
export function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((candidate) => candidate.name === name);
}

/** The text of the first child of that name; undefined where it is missing, empty or nil. */
export function childText(element: XmlElement | undefined, name: string): string | undefined {
  return child(element, name)?.text || undefined;
}

/** All elements `item` inside the child `list`. */
export function listOf(element: XmlElement | undefined, list: string, item: string): readonly XmlElement[] {
  return child(element, list)?.children.filter((candidate) => candidate.name === item) ?? [];
}

/** All elements of that name below `element`, in document order. */
export function descendants(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.flatMap((candidate) => [
    ...(candidate.name === name ? [candidate] : []),
    ...descendants(candidate, name),
  ]);
}
