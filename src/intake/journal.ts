import type { Frame } from '../feed/frame';
import type { JournaledInput } from './input';

/** An input with the frames it is about, as they came. */
export interface JournalEntry extends JournaledInput {
  readonly frames: readonly Frame[];
}
