import { HeraldError } from '../../heraldError';
import { aliFormat } from './ali';
import { delimitedFormat } from './delimited';
import { eidoJsonFormat } from './eidoJson';
import type { FrameFormat } from './format';
import { labelledFormat } from './labelled';
import type { Layout } from './layout';
import { newWorldXmlFormat } from './newWorldXml';
import { unitLogFormat } from './unitLog';

/** What `format=` of a feed URL may name. */
export const FORMAT_NAMES = ['delimited', 'newworld-xml', 'eido-json', 'ali', 'labelled', 'unit-log'] as const;
export type FormatName = (typeof FORMAT_NAMES)[number];

/** Formats that cannot read a frame without a layout of the profile. */
export function needsLayout(name: string): boolean {
  return name === 'delimited' || name === 'ali' || name === 'labelled' || name === 'unit-log';
}

/** The format of a feed. Throws `feed.unknownFormat`, or `feed.layoutMissing` where one is needed and not given. */
export function formatByName(name: string, layout?: Layout): FrameFormat {
  switch (name as FormatName) {
    case 'delimited':
      if (layout?.kind !== 'delimited') {
        throw new HeraldError('feed.layoutMissing', 'The format delimited needs a layout of kind delimited', { format: name });
      }
      return delimitedFormat(layout);
    case 'ali':
      if (layout?.kind !== 'ali') {
        throw new HeraldError('feed.layoutMissing', 'The format ali needs a layout of kind ali', { format: name });
      }
      return aliFormat(layout);
    case 'labelled':
      if (layout?.kind !== 'labelled') {
        throw new HeraldError('feed.layoutMissing', 'The format labelled needs a layout of kind labelled', { format: name });
      }
      return labelledFormat(layout);
    case 'unit-log':
      if (layout?.kind !== 'unit-log') {
        throw new HeraldError('feed.layoutMissing', 'The format unit-log needs a layout of kind unit-log', { format: name });
      }
      return unitLogFormat(layout);
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
