import type { ByHandChoiceView } from '../contract/byHand';
import type { CorrectionItemView } from '../contract/corrections';
import type { HandOrder, HandOutcome } from '../intake/byHand';
import type { CorrectionOrder, CorrectionOutcome, CorrectionSelection } from '../intake/corrections';
import type { Caller } from './backend';

/** Who would get a correction; `confirm` stands for exactly this list. */
export interface CorrectionPreview {
  readonly confirm: string;
  readonly willSend: number;
  readonly skipped: number;
  readonly items: CorrectionItemView[];
}

/** What the procedures of texts that people order are made of. */
export interface OrderedTextsBackend {
  /** Undefined where no incident has that id. */
  byHandChoices(query: {
    readonly incidentId: number;
    readonly language?: string | undefined;
  }): Promise<ByHandChoiceView[] | undefined>;
  sendByHand(caller: Caller, order: Omit<HandOrder, 'identity'>): Promise<HandOutcome>;
  previewCorrection(selection: CorrectionSelection): Promise<CorrectionPreview>;
  sendCorrection(caller: Caller, order: Omit<CorrectionOrder, 'identity'>): Promise<CorrectionOutcome>;
}
