import { openFirst } from './link/opening';

/*
 * A file of its own, small, that runs while the browser still fetches and reads what draws the console: so the appliance
 * works on its answers meanwhile.
 */
export const firstOpening = openFirst();

// With the first date put into words the browser reads its tables of all languages: now, while it waits for the rest.
new Intl.DateTimeFormat('en-CA').format();
