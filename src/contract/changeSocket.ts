/** Where a page follows changes over a WebSocket; scripts and pages without one read the stream that `changes` answers. */
export const CHANGE_SOCKET_PATH = '/rpc/changes';

/** The subprotocol that is spoken: each message of the appliance is a `Change` as JSON, and the page says nothing. */
export const CHANGE_PROTOCOL = 'herald.changes';

/** Offered beside it, and never chosen: a page cannot give a WebSocket an Authorization header. The token in base64url follows. */
export const BEARER_PROTOCOL = 'herald.bearer.';

/** A change without topics comes at least so often, so that a page can tell a quiet hour from a wire that went dead. */
export const CHANGE_BEAT_MS = 5_000;
