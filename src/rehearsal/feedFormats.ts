import type { FrameFormat } from '../feed/formats/format';
import { formatByName } from '../feed/formats/formatByName';
import { layoutSchema } from '../feed/formats/layout';
import type { FeedFormat } from '../intake/input';

/** The format of a feed as the journal has it. Throws what `formatByName` throws. */
export function formatOf({ format, layout }: FeedFormat): FrameFormat {
  return formatByName(format, layout === undefined ? undefined : layoutSchema.parse(layout));
}
