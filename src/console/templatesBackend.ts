import type { TestReceipt, TestSendResult } from '../contract/carrierSettings';
import type { CallPreview } from '../contract/templates';
import type { Caller } from './backend';
import type { TemplateDraft } from './templateCheck';

/** A draft, and the one of its previews that somebody chose. */
export interface PhoneOrder extends TemplateDraft {
  readonly on: Pick<CallPreview, 'kind' | 'incidentId'>;
  /** How it read there. */
  readonly seen: string;
  readonly number: string;
}

/** What the template editor shows a draft on, and sends it by. */
export interface TemplatesBackend {
  onCalls(draft: TemplateDraft): Promise<{ readonly lookedAt: number; readonly calls: CallPreview[] }>;
  sendToPhone(caller: Caller, order: PhoneOrder): Promise<TestSendResult | { readonly conflict: string }>;
  /** Undefined where no such test was sent since the start. */
  phoneReceipt(carrierMessageId: string): Promise<TestReceipt | undefined>;
}
