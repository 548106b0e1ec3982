import { appendFileSync, readFileSync } from 'node:fs';
import type { ChainHead } from './auditChain';

/** The end of the chain as it was at a time, written down where a change of the store does not reach it. */
export interface Anchor {
  readonly at: number;
  readonly link: number;
  /** Hexadecimal. */
  readonly hash: string;
}

/** Beside the database; a copy elsewhere (another disk, the system's log) is what withstands whoever can write here. */
export const ANCHOR_FILE = 'audit.anchors';

export function anchorOf({ link, hash }: ChainHead, now: number): Anchor {
  return { at: now, link, hash: Buffer.from(hash).toString('hex') };
}

/** Appends a line. Throws what the file system throws. */
export function appendAnchor(file: string, anchor: Anchor): void {
  appendFileSync(file, `${JSON.stringify(anchor)}\n`, { mode: 0o600 });
}

/** All anchors of a file that can be read, by link; none where there is no file. */
export function readAnchors(file: string): Anchor[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return [];
  }
  const anchors = text.split('\n').flatMap((line) => anchorIn(line) ?? []);
  return anchors.sort((a, b) => a.link - b.link);
}

/** Undefined for a line that a power cut left half, and for what is no anchor. A line of the log holds one as well. */
function anchorIn(line: string): Anchor | undefined {
  try {
    const { at, link, hash } = JSON.parse(line) as Partial<Anchor>;
    const isAnchor = typeof at === 'number' && typeof link === 'number' && typeof hash === 'string';
    return isAnchor ? { at, link, hash } : undefined;
  } catch {
    return undefined;
  }
}
