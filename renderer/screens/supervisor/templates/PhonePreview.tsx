import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Radio, RadioGroup } from 'react-aria-components';
import type { CallPreview } from '../../../../src/contract/templates';
import { counted } from '../../../format/words';
import { useQueries } from '../../../link/herald';
import { Glyph } from '../../../parts/Marks';
import { At } from '../../../parts/Time';
import { usePaused } from '../../../parts/usePaused';
import { address } from '../../../route';
import { ForeignList, MarkedText } from './MarkedText';
import { SendToPhone } from './SendToPhone';
import { languageName, type Moment } from './stageTemplates';

interface PhonePreviewProps {
  readonly moment: Moment;
  readonly language: string;
  readonly languages: readonly string[];
  readonly choose: (language: string) => void;
  readonly agency: string;
  readonly text: string;
}

/** A text as a phone shows it, on three recent calls of this agency. */
export function PhonePreview({ languages, choose, ...shown }: PhonePreviewProps) {
  const { language } = shown;
  return (
    <section className="phonePreview" aria-label={`As a phone shows it, ${languageName(language)}`}>
      {languages.length > 1 && (
        <RadioGroup
          className="radios"
          orientation="horizontal"
          aria-label="Language of the preview"
          value={language}
          onChange={choose}
        >
          {languages.map((each) => (
            <Radio key={each} value={each} className="radio">
              {languageName(each)}
            </Radio>
          ))}
        </RadioGroup>
      )}
      <OnCalls key={language} {...shown} />
    </section>
  );
}

function OnCalls({ moment, language, agency, text }: Omit<PhonePreviewProps, 'languages' | 'choose'>) {
  const queries = useQueries();
  const { stage, cause } = moment;
  const asked = usePaused(text);
  const { data, isError, isPending, isPlaceholderData } = useQuery({
    ...queries.templates.onCalls.queryOptions({ input: { stage, cause, language, text: asked } }),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
  const calls = asked.trim() === '' ? [] : (data?.calls ?? []);
  return (
    <>
      <div className="phoneFrame">
        <p className="phoneHead">{agency}</p>
        {calls.length === 0 ? (
          <p className="muted">{isPending ? 'Asking…' : nothingShown(isError, asked)}</p>
        ) : (
          calls.map((call) => (
            <OnCall key={call.kind} call={call} language={language}>
              <SendToPhone
                draft={{ stage, cause, language, text: asked }}
                call={call}
                isOld={isPlaceholderData || asked !== text}
                moment={moment}
              />
            </OnCall>
          ))
        )}
      </div>
      <ForeignList foreign={calls.map((call) => call.foreign)} />
      <p className="muted">{data === undefined ? '' : about(data.lookedAt, calls)}</p>
    </>
  );
}

const KINDS: Record<CallPreview['kind'], string> = {
  short: 'A short one',
  longest: 'The longest',
  missing: 'With something missing',
};

function OnCall({
  call: { kind, incidentId, incident, createdAt, text, missing, characters, segments, encoding, foreign },
  language,
  children,
}: {
  readonly call: CallPreview;
  readonly language: string;
  readonly children: ReactNode;
}) {
  return (
    <div>
      <p className="onCall">
        <strong>{KINDS[kind]}</strong>{' '}
        {incidentId === null || incident === null ? (
          <span className="muted">invented example</span>
        ) : (
          <>
            <a href={address('incidents', incident, { id: String(incidentId) })}>{incident}</a>{' '}
            <span className="muted">{createdAt !== null && <At at={createdAt} to="minute" />}</span>
          </>
        )}
      </p>
      {text === null ? (
        <p>
          <Glyph shape="barred" /> Nobody is texted: {`{{${missing}}}`} has nothing in it.
        </p>
      ) : (
        <>
          <blockquote className="smsText" lang={language}>
            <MarkedText text={text} foreign={foreign} />
          </blockquote>
          <p className="muted">
            {characters} characters, {counted(segments, 'segment')}, {encoding} ({perSegment(encoding, segments)} a segment)
          </p>
        </>
      )}
      {children}
    </div>
  );
}

/** Several segments each carry where they belong. */
function perSegment(encoding: CallPreview['encoding'], segments: number): number {
  if (encoding === 'GSM-7') return segments > 1 ? 153 : 160;
  return segments > 1 ? 67 : 70;
}

function about(lookedAt: number, calls: readonly CallPreview[]): string {
  if (lookedAt === 0) return 'There are no calls yet: these are invented.';
  const invented = calls.filter(({ incidentId }) => incidentId === null).length;
  const from = `Chosen from the last ${counted(lookedAt, 'call')}.`;
  return invented === 0 ? from : `${from} Where none serves, the example is invented.`;
}

function nothingShown(isError: boolean, text: string): string {
  if (isError) return 'It cannot be shown without the appliance.';
  return text.trim() === '' ? 'Nothing to show yet.' : 'It is shown once what must be put right is put right.';
}
