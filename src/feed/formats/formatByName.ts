import { HeraldError } from '../../heraldError';
import { delimitedFormat } from './delimited';
import { eidoJsonFormat } from './eidoJson';
import type { FrameFormat } from './format';
import type { Layout } from './layout';
import { newWorldXmlFormat } from './newWorldXml';

/** What `format=` of a feed URL may name. */
export const FORMAT_NAMES = ['delimited', 'newworld-xml', 'eido-json'] as const;
export type FormatName = (typeof FORMAT_NAMES)[number];

/** Formats that cannot read a frame without a layout of the profile. */
export function needsLayout(name: string): boolean {
  return name === 'delimited';
}

/** The format of a feed. Throws `feed.unknownFormat`, or `feed.layoutMissing` where one is needed and not given. */
export function formatByName(name: string, layout?: Layout): FrameFormat {
  switch (name as FormatName) {
    case 'delimited':
      if (layout?.kind !== 'delimited') {
        throw new HeraldError('feed.layoutMissing', 'The format delimited needs a layout of kind delimited', { format: name });
      }
      return delimitedFormat(layout);
    case 'newworld-xml':
      return newWorldXmlFormat();
    case 'eido-json':
      return eidoJsonFormat();
    default:
      throw new HeraldError('feed.unknownFormat', `There is no format ${name}; there are ${FORMAT_NAMES.join(', ')}`, {
        format: name,
        known: FORMAT_NAMES,
      });
  }
}
