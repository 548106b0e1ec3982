import type { CarrierSettingsInput, CarrierSettingsView, TestReceipt, TestSendResult } from '../contract/carrierSettings';
import type { Caller, CommandOutcome } from './backend';

/** What the contract's carrier settings are made of. */
export interface CarrierSettingsBackend {
  get(): Promise<CarrierSettingsView>;
  /** The appliance starts again with what was kept, so the console's connection ends after the answer. */
  set(caller: Caller, input: CarrierSettingsInput): Promise<CommandOutcome>;
  testSend(
    caller: Caller,
    input: { readonly number: string; readonly reason: string },
  ): Promise<TestSendResult | { readonly conflict: string }>;
  /** Undefined where no such test was sent since the start. */
  testReceipt(carrierMessageId: string): Promise<TestReceipt | undefined>;
}
