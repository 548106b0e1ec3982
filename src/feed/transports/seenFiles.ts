/** Which files of a watched directory were handed over, by name, size and time of last change. */
export interface SeenFiles {
  has(key: string): boolean;
  add(key: string): void;
}

/** Forgets at the end of the process: the files that are there then are read again, which changes nothing. */
export function seenFilesInMemory(): SeenFiles {
  return new Set<string>();
}
