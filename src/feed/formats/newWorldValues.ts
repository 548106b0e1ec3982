import type { ParseContext } from './format';
import { readIsoTime } from './placeTime';
import { child, type XmlElement } from './xmlTree';

/** Why a call cannot be read, and at which element. */
export class ElementFault extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly element: XmlElement,
    /** The child that is missing, where it is about one. */
    readonly missing?: string,
  ) {
    super(message);
  }
}

export function isElementFault(error: unknown): error is ElementFault {
  return error instanceof ElementFault;
}

/** Typed readers of child elements; they throw an ElementFault where a value is not what its element must hold. */
export function elementReaders(context: ParseContext) {
  return {
    /** Epoch milliseconds UTC; undefined where the element is missing, empty, nil, or .NET's "no date" of the year 1. */
    time(parent: XmlElement, name: string): number | undefined {
      const element = child(parent, name);
      if (element === undefined || element.text === '' || element.text.startsWith('0001-01-01')) return undefined;
      const at = readIsoTime(element.text, context);
      if (at === undefined) throw new ElementFault('feed.badTime', 'Not a date and time', element);
      return at;
    },
    /** False where the element is missing, empty or nil. */
    flag(parent: XmlElement, name: string): boolean {
      const element = child(parent, name);
      if (element === undefined || element.text === '' || /^(false|0)$/i.test(element.text)) return false;
      if (/^(true|1)$/i.test(element.text)) return true;
      throw new ElementFault('feed.badFlag', 'Neither true nor false', element);
    },
    fault: (code: string, message: string, element: XmlElement, missing?: string) =>
      new ElementFault(code, message, element, missing),
  };
}
