import { useEffect } from 'react';
import { useRoute } from '../../../route';

/** Goes to the field that the address names, such as `?at=ruleset.delays[2].after`: parts of a screen say theirs in `data-at`. */
export function GoToField() {
  const at = useRoute().query.get('at');
  useEffect(() => {
    if (at === null) return;
    const holders = [...document.querySelectorAll<HTMLElement>('[data-at]')].filter(({ dataset }) => isWithin(at, dataset.at));
    const nearest = holders.sort((a, b) => (b.dataset.at?.length ?? 0) - (a.dataset.at?.length ?? 0))[0];
    const wrong = nearest?.querySelector<HTMLElement>('[aria-invalid="true"]');
    const field = wrong ?? nearest?.querySelector<HTMLElement>('textarea, input, select');
    field?.focus();
    field?.scrollIntoView({ block: 'center' });
  }, [at]);
  return null;
}

function isWithin(path: string, part: string | undefined): boolean {
  return part !== undefined && path.startsWith(part) && /^([.[]|$)/.test(path.slice(part.length));
}
