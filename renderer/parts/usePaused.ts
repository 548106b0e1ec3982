import { useEffect, useState } from 'react';

/** Long enough to type a word, short enough to feel answered. */
const AFTER_MS = 250;

/** A text as it was when the person last paused. */
export function usePaused(text: string): string {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), AFTER_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return paused;
}
