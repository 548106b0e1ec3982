import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { NumberFactsView } from '../../../src/contract/optOut';
import { howAndWhy, kindName, LINES, numberSentence } from '../../format/numberWords';
import { counted } from '../../format/words';
import { useLink } from '../../link/herald';
import { type NumberMeant, useDoNotText } from '../../parts/DoNotText';
import { TextBox } from '../../parts/Fields';
import { Failed, Loading } from '../../parts/States';
import { At } from '../../parts/Time';
import { useNumberFacts } from '../../parts/useNumberFacts';
import { useShortcuts } from '../../shortcuts';
import { useLift } from './useLift';

/** What is known of one number, as it is typed; `about` where an incident's person is meant. Never in the address, never kept. */
export function NumberCheck({ about }: { readonly about: NumberMeant | undefined }) {
  const [number, setNumber] = useState(about?.number ?? '');
  const isAbout = about !== undefined && number === about.number;
  const meant = isAbout ? about : { number };
  const { facts, isWhole, isError, again } = useNumberFacts(meant);
  useShortcuts('Numbers', [
    { key: '/', label: 'Look up a number', run: () => document.querySelector<HTMLInputElement>('.numberCheck input')?.focus() },
  ]);
  return (
    <section className="panel numberCheck" aria-label="Look up a number">
      <TextBox
        label="Look up a number"
        type="tel"
        value={number}
        onChange={setNumber}
        hint={isAbout ? 'Of somebody in that incident; type another one over it' : 'With its area code'}
      />
      <div className="numberFacts" role="status">
        {!isWhole ? (
          <p className="muted">Whether it is texted, why not, and what kind of line it is.</p>
        ) : facts !== undefined ? (
          <Known facts={facts} meant={meant} />
        ) : isError ? (
          <Failed what="what is known of it" again={again} />
        ) : (
          <Loading what="what is known of it" />
        )}
      </div>
    </section>
  );
}

function Known({ facts, meant }: { readonly facts: NumberFactsView; readonly meant: NumberMeant }) {
  const lift = useLift();
  const doNotText = useDoNotText();
  const lost = useLink().state === 'lost';
  const { line } = facts;
  return (
    <>
      <p className="strong">{numberSentence(facts)}</p>
      {facts.valid && (
        <>
          <ul className="plain">
            {facts.suppressions.map((entry) => (
              <li key={entry.id} className="person">
                <span>
                  {kindName(entry.kind)} since <At at={entry.at} />, {howAndWhy(entry)} ({entry.by})
                </span>
                {lift !== undefined && (
                  <Button className="button small" isDisabled={lost} onPress={() => lift(entry)}>
                    Lift…
                  </Button>
                )}
              </li>
            ))}
          </ul>
          <p>
            Line: {LINES[line.type].toLowerCase()}
            {line.source !== null && ` (${line.source === 'ali' ? 'the 911 system' : 'the carrier'} says so)`}.{' '}
            {counted(facts.textsLastDay, 'text')} in the last day
            {facts.lastTextAt !== null && (
              <>
                , the last <At at={facts.lastTextAt} />
              </>
            )}
            .
          </p>
          {!facts.suppressions.some(({ kind }) => kind === 'optOut') && (
            <p>
              <Button className="button" isDisabled={lost} onPress={() => doNotText(meant)}>
                Do not text it…
              </Button>
            </p>
          )}
        </>
      )}
    </>
  );
}
