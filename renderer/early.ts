import { openFirst } from './link/opening';

/*
 * A file of its own, small, that runs while the browser still fetches and reads what draws the console: so the appliance
 * works on its answers meanwhile.
 */
export const firstOpening = openFirst();
