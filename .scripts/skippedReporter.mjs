/** Says after a run which tests could not run here, by the reason that their outermost title gives. */
class SkippedReporter {
  onRunComplete(_contexts, results) {
    const byReason = new Map();
    for (const file of results.testResults) {
      for (const test of file.testResults) {
        if (test.status !== 'pending' && test.status !== 'todo') continue;
        const reason = test.ancestorTitles[0] ?? test.title;
        byReason.set(reason, (byReason.get(reason) ?? 0) + 1);
      }
    }
    if (byReason.size === 0) return;
    const lines = [...byReason].map(([reason, count]) => `  ${String(count).padStart(3)}  ${reason}\n`);
    process.stderr.write(`\nCould not run here:\n${lines.join('')}`);
  }
}

// Jest wants it so.
export { SkippedReporter as default };
