import { useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { startOfDay } from '../../../format/calendar';
import { calendarDay } from '../../../format/time';
import { counted } from '../../../format/words';
import { useClient, useLink, useLive, useTimeZone } from '../../../link/herald';
import { useDraft } from '../../../link/useDraft';
import { Choice, TextBox, Tick } from '../../../parts/Fields';
import { useDone } from '../../../parts/Undo';
import { useWork, Working } from '../../../parts/Working';
import { saveFile } from '../saveFile';

const DAY_MS = 24 * 3_600_000;
/** Few enough that each page comes well within the time an answer may take. */
const ENTRIES_AT_ONCE = 2_000;
const FORMATS = [
  { id: 'csv', name: 'CSV, for a spreadsheet' },
  { id: 'jsonl', name: 'JSON lines, for other programs' },
] as const;

/** The audit of some days as a file, by default without the words that people typed. */
export function AuditExport() {
  const client = useClient();
  const live = useLive();
  const zone = useTimeZone();
  const say = useDone();
  const work = useWork();
  const lost = useLink().state === 'lost';
  const [written, setWritten] = useState(0);
  const isCancelled = useRef(false);
  const draft = useDraft('audit export', {
    from: calendarDay(live.now() - 30 * DAY_MS, zone),
    to: calendarDay(live.now(), zone),
    format: 'csv' as (typeof FORMATS)[number]['id'],
    isRedacted: true,
  });
  const { format, isRedacted } = draft.value;
  const change = (part: Partial<typeof draft.value>) => draft.change((before) => ({ ...before, ...part }));
  const from = startOfDay(draft.value.from, zone);
  const last = startOfDay(draft.value.to, zone);
  const isRange = from !== undefined && last !== undefined && from <= last;
  const write = async () => {
    if (from === undefined || last === undefined) return;
    isCancelled.current = false;
    setWritten(0);
    const pages: string[] = [];
    // A day that the clocks change in has another length: the next day's midnight, whatever the hours.
    const to = startOfDay(calendarDay(last + 1.5 * DAY_MS, zone), zone) ?? last + DAY_MS;
    let next: string | null | undefined;
    let lines = 0;
    do {
      const page = await client.audit.export({
        ...{ from, to, format, redacted: isRedacted, limit: ENTRIES_AT_ONCE },
        ...(typeof next === 'string' ? { next } : {}),
      });
      if (isCancelled.current) return;
      pages.push(page.text);
      lines += page.text.split('\n').length - 1 - (format === 'csv' && pages.length === 1 ? 1 : 0);
      setWritten(lines);
      next = page.next;
    } while (next !== null);
    const name = `herald-audit-${draft.value.from}-to-${draft.value.to}${isRedacted ? '-redacted' : ''}.${format}`;
    saveFile(name, format === 'csv' ? 'text/csv' : 'application/x-ndjson', pages.join(''));
    say({ text: `${counted(lines, 'entry', 'entries')} in ${name}` });
  };
  return (
    <section className="panel form" aria-label="Export">
      <h2>Export</h2>
      <div className="fieldGrid">
        <TextBox
          label="From day"
          value={draft.value.from}
          onChange={(day) => change({ from: day })}
          hint="As 2026-11-23, in the agency’s time zone"
          problem={from === undefined ? 'No such day: write it as 2026-11-23' : undefined}
        />
        <TextBox
          label="To day, with it"
          value={draft.value.to}
          onChange={(day) => change({ to: day })}
          problem={
            last === undefined
              ? 'No such day: write it as 2026-11-23'
              : isRange || from === undefined
                ? undefined
                : 'Before the first day'
          }
        />
        <Choice label="As" value={format} options={FORMATS} onChange={(id) => change({ format: id })} />
      </div>
      <Tick
        label="Redacted: without reasons and other words that people typed"
        value={isRedacted}
        onChange={(on) => change({ isRedacted: on })}
        hint={
          isRedacted
            ? 'Who did what and when, to which account, text or incident. This is the form for a records request.'
            : 'Whole: what people typed may hold anything, also about victims. Give it to nobody who may not see that.'
        }
      />
      {work.running && (
        <Working
          what={`Writing: ${counted(written, 'entry', 'entries')} so far`}
          cancel={() => {
            isCancelled.current = true;
          }}
        />
      )}
      <p className="problem" role="alert">
        {work.problem}
      </p>
      <div className="actions">
        <Button className="button strong" isDisabled={lost || !isRange || work.running} onPress={() => void work.run(write)}>
          Save as a file
        </Button>
      </div>
      <p className="muted">That it was exported, and by whom, is put on record too.</p>
    </section>
  );
}
