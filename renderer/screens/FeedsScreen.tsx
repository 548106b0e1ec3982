import type { ScreenProps } from '../frame/screen';
import { FeedPage } from './FeedPage';
import { Feeds } from './Feeds';

/** All feeds, or the one that the address names. */
export function Screen({ subject, query }: ScreenProps) {
  if (subject === undefined) return <Feeds />;
  return <FeedPage key={subject} id={subject} show={query.get('show') === 'layout' ? 'layout' : 'tap'} />;
}
