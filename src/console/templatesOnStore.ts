import type { Clock } from '../clock';
import type { Policy } from '../rules/ruleset';
import type { ConsoleQueries } from '../store/consoleQueries';
import { previewOn, previewsOnCalls } from './templateCalls';
import { checkTemplate } from './templateCheck';
import type { TemplatesBackend } from './templatesBackend';
import type { TestReceipts } from './testReceipts';
import type { TestText } from './testText';

export interface TemplatesOnStoreDeps {
  readonly queries: ConsoleQueries;
  readonly policy: () => Policy;
  readonly sendTest: TestText;
  readonly testReceipts: TestReceipts;
  readonly clock: Clock;
}

/** Enough to find a long name and a gap among; few enough to be read anew with every pause in typing. */
const RECENT_CALLS = 150;

/** The template editor over the calls of the store. */
export function templatesOnStore({ queries, policy, sendTest, testReceipts, clock }: TemplatesOnStoreDeps): TemplatesBackend {
  return {
    async onCalls(draft) {
      const { items } = await queries.incidents({ limit: RECENT_CALLS, open: false });
      const incidents = items.map(({ incident }) => incident);
      return { lookedAt: incidents.length, calls: previewsOnCalls(draft, incidents, policy(), clock.now()) };
    },
    async sendToPhone({ identity }, { on, seen, number, ...draft }) {
      if (!checkTemplate(draft, policy()).savable) return { conflict: 'There is something in it that must be put right first' };
      const [stored] = on.incidentId === null ? [] : await queries.incidentsById([on.incidentId]);
      if (on.incidentId !== null && stored === undefined) return { conflict: 'That call is not there any more' };
      const preview = previewOn(draft, on.kind, stored?.incident, policy(), clock.now());
      if (preview === undefined || preview.text === null) {
        return { conflict: 'It would not be sent on that call: choose another preview' };
      }
      if (preview.text !== seen) return { conflict: 'It reads otherwise by now: look at it again' };
      const { stage, language } = draft;
      const reason = `Trying a draft on a phone: ${stage}${draft.cause === null ? '' : `, ${draft.cause}`}`;
      return sendTest({ identity, number, reason, draft: { text: preview.text, stage, language } });
    },
    phoneReceipt: (carrierMessageId) => testReceipts.look(carrierMessageId),
  };
}
