import type { Screen } from '../../frame/screen';

/** What a supervisor comes to a few times a week. */
export const SUPERVISOR_SCREENS: readonly Screen[] = [];
