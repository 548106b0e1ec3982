import { Button } from 'react-aria-components';
import type { TemplateFinding } from '../../../../src/contract/templates';
import { Glyph } from '../../../parts/Marks';

interface FindingsProps {
  readonly findings: readonly TemplateFinding[];
  readonly text: string;
  /** They are about the text as it was a moment ago: their places no longer hold. */
  readonly isOld: boolean;
  readonly select: (from: number, to: number) => void;
  readonly put: (words: string, from: number, to: number) => void;
}

/** Around a place, so that it can be found in the text. */
const AROUND = 14;

/** What is wrong with a text, each with its place and, where there is one, the plain form one press away. */
export function Findings({ findings, text, isOld, select, put }: FindingsProps) {
  if (findings.length === 0) {
    return (
      <p className="muted">
        <Glyph shape="disc" /> Nothing is wrong with it.
      </p>
    );
  }
  return (
    <ul className="findings plain">
      {findings.map(({ code, severity, message, from, to, instead }) => (
        <li key={`${code} ${from} ${message}`}>
          <p>
            <Glyph shape={severity === 'error' ? 'octagon' : 'triangle'} />{' '}
            <strong>{severity === 'error' ? 'Must be put right' : 'Look at it'}:</strong> {message}
          </p>
          {from !== null && to !== null && !isOld && (
            <p className="place">
              <code>
                {from > AROUND ? '…' : ''}
                {text.slice(Math.max(0, from - AROUND), from)}
                <mark>{text.slice(from, to) || '▏'}</mark>
                {text.slice(to, to + AROUND)}
                {to + AROUND < text.length ? '…' : ''}
              </code>
              <Button className="button small" onPress={() => select(from, to)}>
                Go there
              </Button>
              {instead !== null && (
                <Button className="button small" onPress={() => put(instead, from, to)}>
                  {instead.trim() === '' ? 'Take it out' : `Write “${instead}” instead`}
                </Button>
              )}
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}
