import type { DelayCause, Stage } from '../rules/ruleset';

/** What a text of a stage tells, in the words of a console. */
export function stageWords(stage: Stage, cause: DelayCause | undefined): string {
  switch (stage) {
    case 'received':
      return 'call received';
    case 'dispatched':
      return 'officer assigned';
    case 'delayed':
      return cause === 'diverted' ? 'officer diverted' : 'still waiting';
    case 'arrived':
      return 'officer arrived';
    case 'completed':
      return 'report and officer';
    case 'caseAssigned':
      return 'detective assigned';
    case 'caseUpdated':
      return 'case update';
    case 'caseClosed':
      return 'case closed';
    case 'correction':
      return 'correction';
  }
}
