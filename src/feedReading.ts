import type { FeedReading, ReadDraft } from './console/feedReading';
import { decodeText } from './feed/formats/decodeText';
import { formatByName } from './feed/formats/formatByName';
import { type Layout, layoutSchema } from './feed/formats/layout';
import type { FeedSetup } from './feedSetup';
import { isHeraldError } from './heraldError';
import { readJsonBy } from './jsonProblems';
import type { Profile } from './profile';

/** How a feed that is set up reads its frames, for the console's tap. */
export function feedReading({ address, format }: FeedSetup, { layouts }: Pick<Profile, 'layouts'>): FeedReading {
  const layout = address.layout === undefined ? undefined : layouts[address.layout];
  return {
    format,
    layout: layout === undefined ? undefined : { name: address.layout, json: layout },
    text: (bytes) => decodeText(bytes, layout?.encoding),
  };
}

/** Reads a draft of one entry of a profile's `layouts`. What is wrong with it is told all at once, each with its place. */
export const readLayoutDraft: ReadDraft = (draft) => {
  const read = readJsonBy(layoutSchema, draft);
  if ('problems' in read) return read;
  const layout: Layout = read.value;
  try {
    return {
      format: formatByName(layout.kind, layout),
      layout: { name: undefined, json: layout },
      text: (bytes) => decodeText(bytes, layout.encoding),
    };
  } catch (error) {
    const message = isHeraldError(error) ? error.message : 'This layout cannot be used';
    return { problems: [{ path: '', message, line: 1, column: 1 }] };
  }
};
