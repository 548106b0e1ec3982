import type { CarrierTrouble } from './smsCarrier';

const WORDS: Readonly<Record<CarrierTrouble, string>> = {
  notConfigured: 'No Bandwidth account is set up: texts wait',
  credentialsRefused: 'Bandwidth refuses the user name or password: texts wait until they are corrected',
  forbidden: 'Bandwidth does not let this account send texts: ask for the messaging role',
  accountNotFound: 'Bandwidth does not know this account or address: check the account id and the URL',
  proxyAuthentication: 'The proxy wants a user name and password: texts wait',
  unreachable: 'Bandwidth cannot be reached: texts wait and go out when it is back, if they are still true',
  portal: 'Something other than Bandwidth answers, such as a sign-in page of the network: texts wait',
  serverError: 'Bandwidth reports a fault of its own: texts wait',
  throttled: 'Bandwidth asks for a pause, because too much was sent in a short time',
  campaign: 'The carriers refuse the sending number’s campaign or registration: texts wait',
  accountSetup: 'Bandwidth refuses texts because of how the account is set up: texts wait',
};

/** Why nothing goes out, for people; `detail` holds nothing personal. */
export function troubleWords(trouble: CarrierTrouble, detail?: string): string {
  return detail === undefined || detail === '' ? WORDS[trouble] : `${WORDS[trouble]} (${detail})`;
}
