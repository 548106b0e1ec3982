import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Button, Form } from 'react-aria-components';
import { useClient, useLink, useQueries } from '../../link/herald';
import { useWork } from '../../parts/Working';
import { feedField, problemInSetup, type SetupEntries } from './entries';
import { FeedFields } from './FeedFields';
import { FeedTrial } from './FeedTrial';
import { type FeedEntry, feedUrl, isByHand, layoutOf, needsLayout } from './feedAddress';
import { focusFirstWrong } from './focusFirstWrong';
import type { StepProps } from './Setup';
import { StepButtons } from './StepButtons';

/** What can be seen to be missing before the appliance is asked, by field. */
export function feedProblems({ feed }: SetupEntries): Record<string, string> {
  const isBlank = (field: keyof FeedEntry) => String(feed[field]).trim() === '';
  const problems: Record<string, string> = {};
  if (isByHand(feed)) {
    if (isBlank('url')) problems.more = 'Write the address of the feed.';
    return problems;
  }
  if (feed.kind === 'tcp' && isBlank('host')) problems.host = 'Where is CAD? Give its name or address.';
  if (feed.kind === 'eido' && isBlank('host')) problems.host = 'Where is the server? Give its name or address.';
  if (feed.kind === 'tcp' && isBlank('port')) problems.port = 'Which port does CAD listen on?';
  if (feed.kind === 'serial' && isBlank('device')) problems.device = 'Which device? Such as /dev/ttyUSB0 or COM3.';
  if (feed.kind === 'watch' && isBlank('directory')) problems.directory = 'Which directory do the files appear in?';
  if (feed.kind !== 'eido' && needsLayout(feed.format) && isBlank('layoutText')) problems.layout = 'Choose a layout, or paste one.';
  if (feed.framing === 'sentinel' && isBlank('begins')) problems.framing = 'Say what a record begins with.';
  return problems;
}

/** What Herald listens to, with what comes in now as it reads it. */
export function FeedStep({ draft, enter, move }: StepProps) {
  const client = useClient();
  const queries = useQueries();
  const queryClient = useQueryClient();
  const lost = useLink().state === 'lost';
  const work = useWork();
  const form = useRef<HTMLFormElement>(null);
  const entries = draft.value;
  const [tried, setTried] = useState(entries.visited.includes('feed'));
  const [found, setFound] = useState<Record<string, string>>({});
  const missing = feedProblems(entries);
  const problems = tried ? { ...found, ...missing } : found;

  const listen = async () => {
    setTried(true);
    setFound({});
    if (Object.keys(missing).length > 0) return focusFirstWrong(form.current);
    await work.run(async () => {
      const { feed, timeZone } = entries;
      const answer = await client.setup.tryFeed({ url: feedUrl(feed), layout: layoutOf(feed), timeZone: timeZone.trim() });
      setFound(byField(answer.problems.map(fieldOf)));
      if (answer.problems.length > 0) focusFirstWrong(form.current);
      await queryClient.invalidateQueries({ queryKey: queries.setup.trial.key() });
    });
  };
  return (
    <div className="setupColumns">
      <Form
        id="feed"
        ref={form}
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          void listen();
        }}
      >
        <FeedFields
          feed={entries.feed}
          problems={problems}
          change={(change) => {
            setFound({});
            draft.change((before) => ({ ...before, feed: { ...before.feed, ...change } }));
          }}
        />
        <p className="problem" role="alert">
          {work.problem ?? (found.timeZone === undefined ? '' : `Time zone: ${found.timeZone}`)}
        </p>
        <p className="muted">
          Listening before the start shows that records are understood. It stores, decides and acknowledges nothing, and ends two
          minutes after you leave this page.
        </p>
        <StepButtons
          back={() => move(-1)}
          next={() => {
            setTried(true);
            if (Object.keys(missing).length === 0) move(1);
            else focusFirstWrong(form.current);
          }}
        />
      </Form>
      <FeedTrial entries={entries} enter={enter}>
        <Button className="button strong" type="submit" form="feed" isDisabled={work.running || lost}>
          Listen now
        </Button>
      </FeedTrial>
    </div>
  );
}

function fieldOf(problem: {
  readonly path: string;
  readonly message: string;
  readonly line: number;
  readonly column: number;
}): [string, string] {
  if (problem.path === 'timeZone') return ['timeZone', problem.message];
  if (problem.path.startsWith('layout')) {
    const key = problem.path.replace(/^layout\.?/, '');
    const at = `line ${problem.line}${key === '' ? '' : `, ${key}`}`;
    return ['layout', `At ${at}: ${problem.message}`];
  }
  const { say } = problemInSetup({ ...problem, path: 'feeds' });
  return [feedField(say), sentenceOf(say.replace(/^Feed: /, ''))];
}

/** The first of each field, and how many more there are. */
function byField(problems: readonly (readonly [string, string])[]): Record<string, string> {
  const first = new Map<string, string>();
  for (const [field, say] of problems) if (!first.has(field)) first.set(field, say);
  return Object.fromEntries(
    [...first].map(([field, say]) => {
      const more = problems.filter((each) => each[0] === field).length - 1;
      return [field, more === 0 ? say : `${say} (and ${more} more)`];
    }),
  );
}

function sentenceOf(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
