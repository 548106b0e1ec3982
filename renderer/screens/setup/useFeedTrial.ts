import { useQueryClient } from '@tanstack/react-query';
import { type RefObject, useRef, useState } from 'react';
import { useClient, useQueries } from '../../link/herald';
import { useWork } from '../../parts/Working';
import { feedField, problemInSetup } from './entries';
import { type FeedEntry, feedUrl, isByHand, layoutOf, needsLayout } from './feedAddress';
import { focusFirstWrong } from './focusFirstWrong';

/** What can be seen to be missing before the appliance is asked, by field. */
export function feedProblems({ feed }: { readonly feed: FeedEntry }): Record<string, string> {
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

export interface FeedTrialForm {
  readonly form: RefObject<HTMLFormElement | null>;
  /** What is wrong, by field; what is only missing not before somebody has tried. */
  readonly problems: Readonly<Record<string, string>>;
  readonly problem: string | undefined;
  readonly running: boolean;
  /** Listens, if nothing is missing. */
  readonly listen: () => Promise<void>;
  /** Marks what is missing; whether nothing is. */
  readonly isComplete: () => boolean;
  /** What the appliance found wrong was about the feed as it was. */
  readonly changed: () => void;
}

/** A form that enters a feed and tries it before it is kept. */
export function useFeedTrial(feed: FeedEntry, timeZone: string, wasLeft: boolean): FeedTrialForm {
  const client = useClient();
  const queries = useQueries();
  const queryClient = useQueryClient();
  const work = useWork();
  const form = useRef<HTMLFormElement>(null);
  const [tried, setTried] = useState(wasLeft);
  const [found, setFound] = useState<Record<string, string>>({});
  const missing = feedProblems({ feed });
  const isComplete = () => {
    setTried(true);
    const complete = Object.keys(missing).length === 0;
    if (!complete) focusFirstWrong(form.current);
    return complete;
  };
  return {
    form,
    problems: tried ? { ...found, ...missing } : found,
    problem: work.problem ?? (found.timeZone === undefined ? undefined : `Time zone: ${found.timeZone}`),
    running: work.running,
    async listen() {
      setFound({});
      if (!isComplete()) return;
      await work.run(async () => {
        const answer = await client.setup.tryFeed({ url: feedUrl(feed), layout: layoutOf(feed), timeZone: timeZone.trim() });
        setFound(byField(answer.problems.map(fieldOf)));
        if (answer.problems.length > 0) focusFirstWrong(form.current);
        await queryClient.invalidateQueries({ queryKey: queries.setup.trial.key() });
      });
    },
    isComplete,
    changed: () => setFound({}),
  };
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
