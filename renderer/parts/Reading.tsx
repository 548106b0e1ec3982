import type { RawLineView, ReadingView } from '../../src/contract/views';
import { Glyph } from './Marks';

/** A frame's bytes, masked, each line with the byte it begins at; what failed or was not accounted for is said in words. */
export function RawBytes({ lines, leftOut, label }: { lines: readonly RawLineView[]; leftOut: number; label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and arrow keys must reach it
    <section className="rawBytes" aria-label={label} tabIndex={0}>
      {lines.map(({ text, byte, mark }) => (
        <div key={byte} className={mark === null ? 'rawLine' : `rawLine ${mark}`}>
          <span className="rawAt" title={mark === 'unaccounted' ? 'Not accounted for' : undefined}>
            {mark === 'unaccounted' && (
              <>
                <Glyph shape="query" /> <span className="hidden">Not accounted for, </span>
              </>
            )}
            {byte}
          </span>
          <code>{text === '' ? '(nothing)' : <Masked text={text} />}</code>
          {mark === 'fault' && (
            <span className="rawMark">
              <Glyph shape="cross" /> Failed here
            </span>
          )}
        </div>
      ))}
      {leftOut > 0 && <p className="muted">{leftOut.toLocaleString('en-US')} more bytes are not shown.</p>}
    </section>
  );
}

/** What was read from a frame, or why nothing was. With `against`, lines that are not in it are marked. */
export function Reading({
  reading,
  against,
  sign = '+',
  listUnaccounted = true,
}: {
  readonly reading: ReadingView;
  readonly against?: ReadingView | undefined;
  readonly sign?: '+' | '−';
  readonly listUnaccounted?: boolean;
}) {
  const known = against === undefined ? undefined : new Set(against.facts.flatMap(({ lines }) => lines.map(lineKey)));
  return (
    <div className="reading">
      {reading.outcome === 'nothing' && reading.faults.length === 0 && (
        <p className="muted">It says nothing of any call: a blank line, a heartbeat or a comment.</p>
      )}
      {reading.faults.map(({ message, field, byte }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two faults may be alike, and they never move
        <p key={index} className="faultLine">
          <Glyph shape="cross" /> {message}
          <span className="muted">
            {field !== null && !message.includes(field) && ` · ${field}`}
            {byte !== null && ` · byte ${byte.toLocaleString('en-US')}`}
          </span>
        </p>
      ))}
      {reading.facts.map(({ title, lines }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: facts of a frame keep their order
        <div key={index}>
          <h3>{title}</h3>
          <dl className="factLines">
            {lines.map((line, at) => {
              const fresh = known !== undefined && !known.has(lineKey(line));
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: lines of a fact keep their order
                <div key={at} className={fresh ? 'fresh' : undefined}>
                  <dt>
                    {known !== undefined && <span className="sign">{fresh ? sign : ' '}</span>}
                    {line.label}
                  </dt>
                  <dd className={line.masked ? 'masked' : undefined} title={line.masked ? 'Masked' : undefined}>
                    {line.value}
                  </dd>
                </div>
              );
            })}
          </dl>
        </div>
      ))}
      {listUnaccounted && <Unaccounted of={reading} />}
    </div>
  );
}

/** What of a frame nothing was made of. */
export function Unaccounted({ of: { unaccounted } }: { readonly of: ReadingView }) {
  if (unaccounted.length === 0) return null;
  return (
    <div className="leftover">
      <h3>
        <Glyph shape="query" /> Not accounted for
      </h3>
      <ul className="plain">
        {unaccounted.map(({ line, text }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line may have several pieces that are alike
          <li key={index}>
            <span className="muted">Line {line}</span>{' '}
            <code>
              <Masked text={text} />
            </code>
          </li>
        ))}
      </ul>
    </div>
  );
}

// Their pictures (U+2400 and on) are missing in many fonts.
const CONTROLS =
  'NUL SOH STX ETX EOT ENQ ACK BEL BS TAB LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US SP DEL'.split(
    ' ',
  );

function Masked({ text }: { readonly text: string }) {
  return text.split(/([\u2400-\u2421])/).map((part, index) => {
    const control = part.length === 1 ? CONTROLS[part.charCodeAt(0) - 0x2400] : undefined;
    if (control === undefined) return part;
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of a text that never changes
      <span key={index} className="control">
        {control}
      </span>
    );
  });
}

const lineKey = ({ label, value }: { readonly label: string; readonly value: string }) => `${label}\n${value}`;
