import { parentPort, workerData } from 'node:worker_threads';
import { openRehearsalStore } from './rehearsal/memory/memoryRehearsal';
import { runInThread } from './rehearsal/rehearsalThread';
import type { RehearsalOrder } from './rehearsal/rehearse';

/** A thread of its own for a rehearsal. It has the frames and two policies, and no way to send anything. */
if (parentPort !== null) {
  void runInThread(workerData as RehearsalOrder, parentPort, openRehearsalStore).then(() => parentPort?.close());
}
