import type { ByHandChoiceView } from '../contract/byHand';
import type { CorrectionItemView } from '../contract/corrections';
import type { HandOrder, HandOutcome, HandTexts } from '../intake/byHand';
import { countSegments } from '../intake/considerIncident';
import type { CorrectionOrder, CorrectionOutcome, CorrectionSelection, Corrections } from '../intake/corrections';
import type { StoredMessage } from '../intake/records';
import type { Verdict } from '../rules/consider';
import { sentence } from '../rules/reasons';
import type { Policy } from '../rules/ruleset';
import type { ConsoleQueries } from '../store/consoleQueries';
import type { Caller } from './backend';
import { numberOf } from './incidentView';

/** Who would get a correction; `confirm` stands for exactly this list. */
export interface CorrectionPreview {
  readonly confirm: string;
  readonly willSend: number;
  readonly skipped: number;
  readonly items: CorrectionItemView[];
}

export interface ByHandChoices {
  readonly choices: ByHandChoiceView[];
  readonly nobody: string | null;
}

/** What the procedures of texts that people order are made of. */
export interface OrderedTextsBackend {
  /** Undefined where no incident has that id. */
  byHandChoices(query: { readonly incidentId: number; readonly language?: string | undefined }): Promise<ByHandChoices | undefined>;
  sendByHand(caller: Caller, order: Omit<HandOrder, 'identity'>): Promise<HandOutcome>;
  previewCorrection(selection: CorrectionSelection): Promise<CorrectionPreview>;
  sendCorrection(caller: Caller, order: Omit<CorrectionOrder, 'identity'>): Promise<CorrectionOutcome>;
}

export interface OrderedTextsDeps {
  readonly handTexts: HandTexts;
  readonly corrections: Corrections;
  readonly queries: ConsoleQueries;
  readonly policy: () => Policy;
}

/** The appliance behind those procedures. */
export function orderedTexts({ handTexts, corrections, queries, policy }: OrderedTextsDeps): OrderedTextsBackend {
  return {
    async byHandChoices({ incidentId, language }) {
      const found = await handTexts.choices(incidentId, language);
      if (found === undefined) return undefined;
      const choices = found.choices.flatMap(({ verdict, contact }): ByHandChoiceView[] => {
        const { stage, cause = null, recipient } = verdict;
        if (recipient === undefined) return [];
        const { role, phone } = recipient;
        return [{ stage, cause, role, contact, to: phone, possible: verdict.outcome !== 'skip', ...told(verdict) }];
      });
      return { choices, nobody: found.nobody === undefined ? null : sentence(found.nobody) };
    },
    sendByHand: ({ identity }, order) => handTexts.send({ identity, ...order }),
    async previewCorrection(selection) {
      const { items, confirm } = await corrections.preview(selection);
      const incidents = await queries.incidentNumbers(items.map(({ originals }) => (originals[0] as StoredMessage).incidentId));
      const rows = items.map(({ originals, verdict }): CorrectionItemView => {
        const { incidentId, role, phone } = originals[0] as StoredMessage;
        const incident = incidents.get(incidentId);
        const number = incident === undefined ? `#${incidentId}` : numberOf(incident, policy());
        const left = originals.flatMap(({ sendingAt }) => sendingAt ?? []);
        return {
          ...{ messageIds: originals.map(({ id }) => id), incidentId, incident: number, role, to: phone },
          ...{ sentAt: left.length === 0 ? null : Math.max(...left), willSend: verdict.outcome !== 'skip' },
          ...told(verdict),
        };
      });
      const willSend = rows.filter((row) => row.willSend).length;
      return { confirm, willSend, skipped: rows.length - willSend, items: rows };
    },
    sendCorrection: ({ identity }, order) => corrections.send({ identity, ...order }),
  };
}

/** Its words, or why there are none. */
function told({ outcome, code, detail, text, language, fellBackFrom }: Verdict) {
  const skipped = outcome === 'skip';
  return {
    ...{ code: skipped ? code : null, why: skipped ? sentence(code, detail) : null },
    ...{ text: text ?? null, language: language ?? null, languageFellBack: fellBackFrom ?? null },
    segments: text === undefined ? null : countSegments(text),
  };
}
