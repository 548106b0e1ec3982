import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Button, Label, TextArea, TextField } from 'react-aria-components';
import type { LayoutProblemView } from '../../src/contract/views';
import { useLink, useQueries, useStatus } from '../link/herald';
import { useDraft } from '../link/useDraft';
import { DraftState } from '../parts/DraftState';
import { Glyph } from '../parts/Marks';
import { Failed, Loading } from '../parts/States';
import { copyText } from './copyText';
import { Tried } from './Tried';
import { useTriedLayout } from './useTriedLayout';

interface InForce {
  readonly format: string;
  readonly name: string | null;
  readonly text: string | null;
}

/** The layout of a feed, as a draft that is tried against what was received lately. Changes nothing in the appliance. */
export function LayoutEditor({ id }: { readonly id: string }) {
  const queries = useQueries();
  const { data, isError, refetch } = useQuery(queries.feeds.layout.queryOptions({ input: { id } }));
  if (data !== undefined) return <Editor id={id} inForce={data} />;
  return isError ? <Failed what="the layout" again={() => void refetch()} /> : <Loading what="the layout" />;
}

function Editor({ id, inForce }: { readonly id: string; readonly inForce: InForce }) {
  const began = inForce.text ?? '';
  // A layout holds nothing of any frame.
  const kept = useDraft(`layout ${id}`, began);
  const draft = kept.value;
  const [copied, setCopied] = useState('');
  const [only, setOnly] = useState<'all' | 'rejected'>('all');
  const box = useRef<HTMLTextAreaElement>(null);
  const lost = useLink().state === 'lost';
  const lastFrameAt = useStatus()?.feeds.find((feed) => feed.id === id)?.lastFrameAt ?? null;
  const tried = useTriedLayout(id, draft, only, lastFrameAt);
  const name = inForce.name ?? 'my-layout';
  const problems = tried.problems;

  const change = (text: string) => {
    kept.change(text);
    setCopied('');
  };
  const copy = async () => {
    const entry = `${JSON.stringify(name)}: ${draft.trim()}`;
    setCopied(
      (await copyText(entry))
        ? `Copied, as ${JSON.stringify(name)}.`
        : 'This browser does not let Herald copy: select the text and copy it.',
    );
  };
  const goTo = ({ line, column }: LayoutProblemView) => {
    const before = draft.split('\n').slice(0, line - 1);
    const at = before.reduce((sum, text) => sum + text.length + 1, 0) + column - 1;
    const area = box.current;
    if (area === null) return;
    area.focus();
    area.setSelectionRange(at, at);
    const lineHeight = Number.parseFloat(getComputedStyle(area).lineHeight);
    area.scrollTop = Math.max(0, (line - 4) * lineHeight);
  };

  return (
    <div className="layoutColumns">
      <section className="layoutDraft" aria-label="Draft">
        {inForce.text === null && (
          <p>
            The format {inForce.format} needs no layout. A draft written here is tried all the same, by the format that its{' '}
            <code>kind</code> names.
          </p>
        )}
        <div className="draftButtons">
          <Button className="button strong" isDisabled={lost} onPress={tried.tryNow}>
            Try it again
          </Button>
          <Button className="button" isDisabled={problems.length > 0 || draft.trim() === ''} onPress={() => void copy()}>
            Copy for the profile
          </Button>
          <Button className="button" isDisabled={!kept.isChanged} onPress={kept.discard}>
            Back to the one in force
          </Button>
        </div>
        <DraftState draft={kept} until="" />
        <TextField className="draftField" value={draft} onChange={change} isInvalid={problems.length > 0}>
          <Label>{inForce.name === null ? 'Draft of a layout' : `Draft of the layout ${inForce.name}`}</Label>
          <TextArea
            ref={box}
            className="input draftText"
            spellCheck={false}
            autoComplete="off"
            wrap="off"
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || !event.ctrlKey) return;
              event.preventDefault();
              tried.tryNow();
            }}
          />
        </TextField>
        <div className="draftProblems" role="status" aria-label="Problems of the draft">
          {problems.length === 0 ? (
            <p className="muted">
              {copied ||
                (tried.failed || draft.trim() === ''
                  ? ''
                  : tried.asked === draft
                    ? 'This draft can be used.'
                    : 'Reading the draft…')}
            </p>
          ) : (
            <ul className="plain">
              {problems.slice(0, 20).map((problem) => (
                <li key={`${problem.line} ${problem.column} ${problem.path} ${problem.message}`}>
                  <Button className="button small" onPress={() => goTo(problem)}>
                    Line {problem.line}, column {problem.column}
                  </Button>{' '}
                  <Glyph shape="cross" /> {problem.path !== '' && <code>{problem.path}</code>} {problem.message}
                </li>
              ))}
              {problems.length > 20 && <li className="muted">and {problems.length - 20} more</li>}
            </ul>
          )}
        </div>
        <p>
          Nothing here changes what Herald does. To use a draft, put it under <code>layouts</code> of the profile as{' '}
          <code>{name}</code>
          {inForce.name === null && ', name it in the feed’s address,'} and start Herald again. Frames that were rejected can then
          be read again.
        </p>
      </section>
      <Tried
        tried={tried}
        only={only}
        choose={setOnly}
        hint={draft.trim() === '' ? 'Write a layout, or paste one, to see what it makes of the last frames.' : undefined}
      />
    </div>
  );
}
