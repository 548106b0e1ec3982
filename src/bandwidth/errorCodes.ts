import type { CarrierFailure, CarrierFailureClass } from '../outbox/smsCarrier';

/**
 * Bandwidth's delivery error codes by what they mean for us (dev.bandwidth.com, messaging error codes). Only the code
 * may drive logic: the vendor says its descriptions change.
 */
const CODES: Readonly<Record<CarrierFailureClass, readonly number[]>> = {
  // 4772 means a blocked sender *or* recipient: the recipient is believed, as texting one who refused is the worse mistake.
  optedOut: [4475, 4775, 4482, 4772],
  badDestination: [4303, 4350, 4404, 4406, 4408, 4434, 4492, 4700, 4720, 4721, 4730, 4753, 4790],
  // With the codes of picture messages, which Herald never sends.
  badContent: [4301, 4470, 4750, 4751, 4752, 4770, 4771, 4409, 4410, 4411, 4412, 4435, 4710, 4711, 4712, 4735, 4754],
  rejected: [],
  account: [4001, 4302, 4401, 4403, 4405, 4407, 4420, 4421, 4431, 4432, 4433, 4451, 4452, 4481, 4493],
  campaign: [4476, 4740, 4773, 4774, 4791, 4792, 4793, 4795, 5229],
  volume: [4780, 4781, 4785],
  expired: [4360],
  // Off or full: temporary by meaning, though numbered among the permanent ones.
  handset: [4701, 4702],
  carrierFault: [5100, 5101, 5106, 5111, 5201, 5211, 5220, 5231, 5500, 5501, 5600, 5610, 5620, 5630, 5650, 5999],
  // No receipt within about two hours does not mean it was not received.
  unknownOutcome: [9902, 9999],
};

const WORDS: Readonly<Record<CarrierFailureClass, string>> = {
  optedOut: 'This person has opted out, or the carrier blocks texts to them',
  badDestination: 'This number cannot be texted',
  badContent: 'The carrier refused the text for what it says',
  rejected: 'The carrier refused the text',
  account: 'Bandwidth refuses texts because of how the account or the sending number is set up',
  campaign: 'The sending number’s campaign or registration is not in order',
  volume: 'Too many texts for the carrier in this time',
  expired: 'Not delivered in time, so Bandwidth dropped it',
  handset: 'The handset is switched off, out of reach or full',
  carrierFault: 'The carrier’s network failed',
  unknownOutcome: 'The carrier sent no receipt; the text may have arrived',
};

const CLASS_OF = new Map<number, CarrierFailureClass>(
  (Object.keys(CODES) as CarrierFailureClass[]).flatMap((name) => CODES[name].map((code) => [code, name] as const)),
);

/** What `errorCode` of the message list means; undefined for 0, which the list shows beside delivered messages. */
export function carrierFailure(errorCode: number): CarrierFailure | undefined {
  if (errorCode === 0) return undefined;
  const name = CLASS_OF.get(errorCode) ?? byFirstDigit(errorCode);
  return { class: name, say: `${WORDS[name]} (Bandwidth ${errorCode})` };
}

/** Documented for codes not listed: 4xxx fails the same way again, 5xxx is a fault on the way, 9xxx is unclear. */
function byFirstDigit(errorCode: number): CarrierFailureClass {
  switch (Math.floor(errorCode / 1000)) {
    case 4:
      return 'rejected';
    case 5:
      return 'carrierFault';
    default:
      return 'unknownOutcome';
  }
}
