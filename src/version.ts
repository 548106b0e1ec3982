import { version } from '../package.json';

/** Herald's own version. */
export const VERSION: string = version;
