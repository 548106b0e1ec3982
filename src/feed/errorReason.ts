const UNSIGNED = 'the certificate of the other side is signed by nobody whom this computer, or the file given as ca, trusts';

const REASONS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'the certificate of the other side has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: UNSIGNED,
  EACCES: 'permission denied',
  EADDRINUSE: 'the address is in use',
  EADDRNOTAVAIL: 'this computer does not have that address',
  EAI_AGAIN: 'the name could not be looked up',
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset by the other side',
  EHOSTUNREACH: 'the host cannot be reached',
  EISDIR: 'it is a directory',
  ENETUNREACH: 'the network cannot be reached',
  ENOENT: 'not found',
  ENOTDIR: 'it is not a directory',
  ENOTFOUND: 'the name is not known',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate of the other side is for another name',
  ETIMEDOUT: 'no answer',
  SELF_SIGNED_CERT_IN_CHAIN: UNSIGNED,
  UNABLE_TO_GET_ISSUER_CERT: UNSIGNED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNSIGNED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNSIGNED,
};

/** A short code for logs: of the system's error, of ours, or the error's class. */
export function errorCode(error: unknown): string {
  const code = (error as { code?: unknown } | undefined)?.code;
  if (typeof code === 'string') return code;
  return error instanceof Error ? error.name : typeof error;
}

/** Why something could not be opened or was lost, for a person. */
export function errorReason(error: unknown): string {
  const known = REASONS[errorCode(error)];
  if (known !== undefined) return known;
  return error instanceof Error ? error.message : String(error);
}
