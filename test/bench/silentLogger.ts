import type { Logger } from '../../src/logger';

const nothing = () => undefined;

/** Says nothing: what is measured is not the log. */
export const silentLogger: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing };
