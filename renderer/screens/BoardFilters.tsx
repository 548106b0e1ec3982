import { useEffect, useRef, useState } from 'react';
import { Button, Input, Label, SearchField } from 'react-aria-components';
import type { BoardChoicesView } from '../../src/contract/board';
import { counted, stageName, TEXTING_STATES } from '../format/words';
import { Choice } from '../parts/Fields';
import { address, go } from '../route';
import { useShortcuts } from '../shortcuts';
import { type BoardFilter, isNarrowed } from './boardPages';

const TYPING_PAUSE_MS = 120;
const ANY = '·any';

interface BoardFiltersProps {
  readonly filters: BoardFilter;
  readonly choices: BoardChoicesView | undefined;
  readonly total: number | undefined;
  /** More incidents matter than are listed. */
  readonly isCut: boolean;
}

/** Find, and what else narrows the board; all of it in the address. */
export function BoardFilters({ filters, choices, total, isCut }: BoardFiltersProps) {
  const [typed, setTyped] = useState(filters.find ?? '');
  const field = useRef<HTMLInputElement>(null);
  const latest = useRef(filters);
  latest.current = filters;
  const narrow = (change: Record<string, string | undefined>) =>
    go(address('board', undefined, { ...latest.current, find: typed.trim(), ...change }), 'replace');
  useEffect(() => {
    if (typed.trim() === (latest.current.find ?? '')) return undefined;
    const timer = setTimeout(
      () => go(address('board', undefined, { ...latest.current, find: typed.trim() }), 'replace'),
      TYPING_PAUSE_MS,
    );
    return () => clearTimeout(timer);
  }, [typed]);
  const all = () => {
    setTyped('');
    go(address('board'), 'replace');
  };
  useShortcuts('Board', [
    { key: '/', label: 'Find by number or a phone’s last four', run: () => field.current?.focus() },
    { key: '0', label: 'Show the whole board', run: all },
  ]);
  const choice = (
    key: 'texting' | 'stage' | 'reason' | 'callType',
    name: string,
    of: readonly (readonly [string, string, number])[],
  ) => {
    const chosen = filters[key];
    const there = chosen === undefined || of.some(([id]) => id === chosen) ? of : [...of, [chosen, chosen, 0] as const];
    return (
      <Choice
        label={name}
        value={chosen ?? ANY}
        onChange={(picked) => narrow({ [key]: picked === ANY ? undefined : picked })}
        options={[{ id: ANY, name: `${name}: any` }, ...there.map(([id, words, count]) => ({ id, name: `${words} (${count})` }))]}
      />
    );
  };
  return (
    <div className="filters">
      <SearchField className="find" value={typed} onChange={setTyped}>
        <Label>Find</Label>
        <Input ref={field} className="input" placeholder="number, type, phone’s last 4" />
      </SearchField>
      {choices !== undefined && (
        <>
          {choice(
            'texting',
            'Texts',
            choices.texting.map(({ texting, count }) => [texting, TEXTING_STATES[texting], count]),
          )}
          {choice(
            'stage',
            'Stage',
            choices.stages.map(({ stage, count }) => [stage, stageName(stage, null), count]),
          )}
          {choice(
            'reason',
            'Not sent',
            choices.reasons.map(({ code, reason, count }) => [code, reason, count]),
          )}
          {choice(
            'callType',
            'Call type',
            choices.callTypes.map(({ callType, label, count }) => [callType, label, count]),
          )}
        </>
      )}
      {isNarrowed(filters) && (
        <Button className="button" onPress={all}>
          Whole board
        </Button>
      )}
      {/* Said where somebody has just looked for something; a board that lives would be said all night. */}
      <span className="muted boardTotal" {...(isNarrowed(filters) ? { role: 'status' } : {})}>
        {total === undefined ? '' : isCut ? `${counted(total, 'incident')}, of the newest` : counted(total, 'incident')}
      </span>
    </div>
  );
}
