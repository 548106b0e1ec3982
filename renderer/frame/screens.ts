import { ADMINISTRATION_SCREENS } from '../screens/supervisor/administrationScreens';
import { SUPERVISOR_SCREENS } from '../screens/supervisor/supervisorScreens';
import { DISPATCHER_SCREENS } from './dispatcherScreens';
import type { Screen } from './screen';

/** Every screen of the console, in the order of navigation. */
export const SCREENS: readonly Screen[] = [...DISPATCHER_SCREENS, ...SUPERVISOR_SCREENS, ...ADMINISTRATION_SCREENS];

/** The screen at a place in the address. */
export function screenAt(screen: string): Screen | undefined {
  return SCREENS.find((each) => each.screen === screen);
}
