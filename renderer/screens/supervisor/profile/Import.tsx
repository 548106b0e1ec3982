import { useEffect, useRef, useState } from 'react';
import { Label, TextArea, TextField } from 'react-aria-components';
import type { SetupProblem } from '../../../../src/contract/setup';
import { Change } from './Change';

/** After the last key, so that half a word is not called wrong. */
const PAUSE_MS = 600;

/** A whole profile from a file, or pasted. It is not kept in this browser: its roster names people. */
export function Import({ basedOn, done }: { readonly basedOn: string | null; readonly done: () => void }) {
  const [text, setText] = useState('');
  const [asked, setAsked] = useState('');
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const goTo = ({ line, column }: SetupProblem) => {
    const area = box.current;
    if (area === null) return;
    const before = text.split('\n').slice(0, line - 1);
    const at = before.reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
    area.focus();
    area.setSelectionRange(at, at);
    area.scrollTop = Math.max(0, (line - 4) * Number.parseFloat(getComputedStyle(area).lineHeight));
  };
  return (
    <section className="panel" aria-label="Import a profile">
      <h2>Import a profile</h2>
      <p>
        You see what it would change before anything is kept. What another Herald knows beside its profile does not come with it:
        how to sign in at the carrier, accounts, and who has opted out.
      </p>
      <div>
        <label className="button">
          Choose a file
          <input
            className="hidden"
            type="file"
            accept=".json,application/json"
            onChange={(event) => {
              const [file] = event.currentTarget.files ?? [];
              event.currentTarget.value = '';
              if (file !== undefined) void file.text().then(setText);
            }}
          />
        </label>
      </div>
      <TextField className="field" value={text} onChange={setText}>
        <Label>Or paste it here, as JSON</Label>
        <TextArea ref={box} className="input importText" spellCheck={false} autoComplete="off" wrap="off" rows={8} />
      </TextField>
      {asked.trim() !== '' && (
        <Change
          text={asked}
          basedOn={basedOn}
          reasons={['Imported from a file', 'Taken back to what it was']}
          done={done}
          leave={done}
          goTo={goTo}
        />
      )}
    </section>
  );
}
