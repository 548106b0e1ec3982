import { useRef } from 'react';
import { Button, Label, TextArea, TextField } from 'react-aria-components';
import { counted } from '../../../format/words';
import { Findings } from './Findings';
import { Missing } from './Missing';
import { languageName, type Moment } from './stageTemplates';
import { type TemplateCheck, useTemplateCheck } from './useTemplateCheck';

interface TextEditorProps {
  readonly moment: Moment;
  readonly language: string;
  readonly first: string;
  /** Which of the policy’s templates it is, as `templates[19]`; undefined where there is none. */
  readonly at: string | undefined;
  readonly text: string;
  /** The text in force; undefined where there is none. */
  readonly inForce: string | undefined;
  readonly onFocus: () => void;
  readonly change: (text: string) => void;
}

/** One text: its words, the fields that may stand in it, how long it becomes, and what is wrong with it. */
export function TextEditor({ moment, language, first, at, text, inForce, onFocus, change }: TextEditorProps) {
  const { check, isOld, failed } = useTemplateCheck(moment, language, text);
  const area = useRef<HTMLTextAreaElement>(null);
  /** Puts words in place of a stretch, and the caret after them. */
  const put = (words: string, from: number, to: number) => {
    const box = area.current;
    change(text.slice(0, from) + words + text.slice(to));
    if (box === null) return;
    box.focus();
    requestAnimationFrame(() => box.setSelectionRange(from + words.length, from + words.length));
  };
  const select = (from: number, to: number) => {
    area.current?.focus();
    area.current?.setSelectionRange(from, to);
  };
  return (
    <section className="textEditor panel" aria-label={languageName(language)} data-at={at} onFocusCapture={onFocus}>
      <TextField className="field" value={text} onChange={change} aria-describedby={`count-${language}`}>
        <Label>{languageName(language)}</Label>
        <TextArea className="input" rows={6} lang={language} spellCheck ref={area} />
      </TextField>
      <div className="chips">
        {check?.fields.map(({ name, example }) => (
          <Button
            key={name}
            className="button small"
            onPress={() => {
              const box = area.current;
              put(`{{${name}}}`, box?.selectionStart ?? text.length, box?.selectionEnd ?? text.length);
            }}
          >
            + {name} <span className="muted">{example}</span>
          </Button>
        ))}
      </div>
      {text === '' ? (
        <p>
          <Missing language={language} first={first} />
        </p>
      ) : (
        <p id={`count-${language}`} className="muted" role="status">
          {failed
            ? 'It cannot be checked without the appliance. Go on writing: it is kept.'
            : check === undefined || isOld
              ? 'Checking…'
              : lengthWords(check)}
        </p>
      )}
      {text !== '' && check !== undefined && !failed && (
        <Findings findings={check.findings} text={text} isOld={isOld} select={select} put={put} />
      )}
      {inForce !== text && (inForce !== undefined || text !== '') && (
        <div className="inForce">
          <p className="muted">In force now:</p>
          {inForce === undefined ? <p>No text.</p> : <p lang={language}>{inForce}</p>}
          <Button className="button small" onPress={() => change(inForce ?? '')}>
            Back to what is in force
          </Button>
        </div>
      )}
    </section>
  );
}

/** How long a text gets at most, and how hard it is to read. */
function lengthWords({ segments, encoding, grade }: TemplateCheck): string {
  if (segments === 0) return 'Its length is known once it can be read.';
  const characters = encoding === 'UCS-2' ? ': 70 characters a segment, not 160' : '';
  const reads = grade === null || grade < 1 ? '' : ` Reads at school grade ${Math.round(grade)}.`;
  return `At most ${counted(segments, 'segment')}, ${encoding}${characters}.${reads}`;
}
