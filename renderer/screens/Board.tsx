import { Incidents } from './Incidents';

export function Screen() {
  return <Incidents />;
}
