import type { ComponentType } from 'react';
import type { ScreenProps } from '../../../frame/screen';
import { address } from '../../../route';
import { PolicyPage } from '../policy/PolicyPage';
import type { PolicyEditing } from '../policy/usePolicyDraft';
import { CallTypes } from './CallTypes';
import { CaseStatuses } from './CaseStatuses';
import { Delays } from './Delays';
import { Exclusions } from './Exclusions';
import { Limits } from './Limits';
import { Priorities } from './Priorities';
import { StageTiming } from './StageTiming';

interface Section {
  readonly id: string;
  readonly name: string;
  readonly intro: string;
  readonly Editor: ComponentType<{ readonly editing: PolicyEditing }>;
}

const SECTIONS: readonly Section[] = [
  {
    id: 'callTypes',
    name: 'Call types',
    intro:
      'Which calls are texted at all, and when. A call type that is not listed here is never texted. Tick the moments at which a caller hears something. Tick “caller is victim” only where that is nearly always so: others get no case details.',
    Editor: CallTypes,
  },
  {
    id: 'exclusions',
    name: 'Exclusions',
    intro:
      'Reasons never to text, whatever the call type. One matching exclusion stops all texts about that call for good. Where several conditions are filled in within one exclusion, all of them must match; within a condition, any entry will do. * stands for anything.',
    Editor: Exclusions,
  },
  {
    id: 'delays',
    name: 'Delays',
    intro:
      'When somebody is told that it takes longer. The clock starts when the call comes in or is reopened, or when its last officer is taken away before arriving; it stops as soon as an officer is assigned.',
    Editor: Delays,
  },
  {
    id: 'timing',
    name: 'Timing',
    intro:
      'How long each text waits before it leaves, so that a mistake in CAD can still be put right, and after how long it is too late to be true and is not sent any more.',
    Editor: StageTiming,
  },
  {
    id: 'limits',
    name: 'Quiet hours and limits',
    intro:
      'When follow-ups wait for the morning, how many texts a person can get, and when Herald stops by itself and asks for somebody to look.',
    Editor: Limits,
  },
  {
    id: 'caseStatuses',
    name: 'Case statuses',
    intro:
      'What people are told when the records system gives a case another status. The first line that matches counts. A status that is not listed, or whose line says “never told”, stays inside.',
    Editor: CaseStatuses,
  },
  {
    id: 'priorities',
    name: 'Priorities',
    intro:
      'The order of priorities, the highest first, as CAD writes them. A caller is told that an officer was needed elsewhere for something of higher priority only where this order says so. Spellings of the same rank stand on one line, apart by commas.',
    Editor: Priorities,
  },
];

/** Who is texted, when, and when not. */
export function Screen({ subject }: ScreenProps) {
  const section = SECTIONS.find(({ id }) => id === subject) ?? (SECTIONS[0] as Section);
  return (
    <PolicyPage
      title="Rules"
      intro="Who is texted, when, and when not. You write a draft: nothing changes before it is put in force."
    >
      {(editing) => (
        <>
          <nav className="sections" aria-label="Parts of the rules">
            {SECTIONS.map(({ id, name }) => (
              <a key={id} className="button" href={address('rules', id)} {...(id === section.id ? { 'aria-current': 'page' } : {})}>
                {name}
              </a>
            ))}
          </nav>
          <h2>{section.name}</h2>
          <p>{section.intro}</p>
          <section.Editor editing={editing} />
        </>
      )}
    </PolicyPage>
  );
}
