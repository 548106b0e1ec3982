import type { ScreenProps } from '../frame/screen';
import { Incident } from './Incident';
import { Incidents } from './Incidents';

/** All incidents, or the one that the address names. */
export function Screen({ subject, query }: ScreenProps) {
  if (subject === undefined) return <Incidents />;
  const id = Number(query.get('id'));
  return <Incident key={`${subject} ${id}`} number={subject} id={id > 0 ? id : undefined} />;
}
