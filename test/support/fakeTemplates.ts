import type { Caller } from '../../src/console/backend';
import { previewsOnCalls } from '../../src/console/templateCalls';
import type { TemplatesBackend } from '../../src/console/templatesBackend';
import { testProfile } from './testProfile';

/** The template editor of an appliance that has had no calls yet. */
export function fakeTemplates(
  now: () => number,
  onCommand: (name: string, caller: Caller, input: unknown) => void,
): TemplatesBackend {
  return {
    onCalls: async (draft) => ({ lookedAt: 0, calls: previewsOnCalls(draft, [], testProfile(), now()) }),
    sendToPhone: async (caller, input) => {
      onCommand('templates.sendToPhone', caller, input);
      return { outcome: 'accepted', detail: 'The carrier took it. Look at the phone.', carrierMessageId: 'test-1' };
    },
    phoneReceipt: async () => ({ state: 'delivered', detail: 'It is on the phone.', askedAt: null, final: true }),
  };
}
