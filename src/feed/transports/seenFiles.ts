/** Which files of a watched directory were handed over. A file that was written again is another `version` of its name. */
export interface SeenFiles {
  has(name: string, version: string): boolean;
  add(name: string, version: string): void;
  /** All names that are there now: others may be forgotten in time. */
  present?(names: readonly string[]): void;
}

/** Forgets at the end of the process: the files that are there then are read again, which changes nothing. */
export function seenFilesInMemory(): SeenFiles {
  const versions = new Map<string, string>();
  return {
    has: (name, version) => versions.get(name) === version,
    add: (name, version) => void versions.set(name, version),
  };
}
