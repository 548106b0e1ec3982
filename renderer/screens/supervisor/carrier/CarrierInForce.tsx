import type { CarrierSettingsView } from '../../../../src/contract/carrierSettings';
import { useStatus } from '../../../link/herald';
import { Fact } from '../../../parts/Fact';
import { Glyph } from '../../../parts/Marks';
import { At } from '../../../parts/Time';

const SOURCES = {
  environment: 'Environment variables of the machine',
  keychain: 'Entered in a console; kept sealed by this machine’s keychain',
  none: 'Training’s own',
} as const;

/** The settings in force, without any secret, and what the carrier does with them now. */
export function CarrierInForce({ view }: { readonly view: CarrierSettingsView }) {
  const { settings, receiver, source } = view;
  return (
    <dl className="facts carrierFacts">
      <Fact name="State now">
        <CarrierState />
      </Fact>
      <Fact name="Settings come from">{settings === null ? 'There are none yet' : SOURCES[source]}</Fact>
      {settings !== null && (
        <>
          <Fact name="Texts come from">{settings.from}</Fact>
          <Fact name="Account">{settings.accountId}</Fact>
          <Fact name="Application">{settings.applicationId}</Fact>
          <Fact name="Signs in with">
            {settings.credentials === 'basic' ? 'User name' : 'Client id'} {settings.credentialsName}; its secret is never shown
          </Fact>
          <Fact name="Segments per second">{settings.segmentsPerSecond}</Fact>
          <Fact name="Reached at">
            {settings.messagingUrl}
            {settings.hasProxy && ', through a proxy'}
          </Fact>
        </>
      )}
      <Fact name="Callbacks">
        {receiver === null ? (
          'No receiver: Herald asks for receipts itself, and does not read replies'
        ) : (
          <>
            Taken at {receiver.address};{' '}
            {receiver.lastAt === null ? 'none came since the start' : <>the last came {<At at={receiver.lastAt} to="second" />}</>}
          </>
        )}
      </Fact>
    </dl>
  );
}

const WORDS = {
  ready: 'Ready to send',
  sending: 'Sending',
  waiting: 'Texts wait',
  paused: 'Paused; tried again by itself',
  offline: 'Cannot be reached; tried again by itself',
  watchOnly: 'Watch-only: nothing is sent',
  stopped: 'Stopped',
} as const;

/** What the carrier does now, in words. */
function CarrierState() {
  const carrier = useStatus()?.carrier;
  if (carrier === undefined) return '…';
  const isWell = carrier.state === 'ready' || carrier.state === 'sending' || carrier.state === 'watchOnly';
  return (
    <>
      <span className={isWell ? undefined : 'p2'}>
        {!isWell && <Glyph shape="triangle" />} {WORDS[carrier.state]}
      </span>
      {carrier.reason !== null && carrier.state !== 'watchOnly' && `: ${carrier.reason}`}
      {carrier.lastAcceptedAt !== null && (
        <>
          . Last text accepted <At at={carrier.lastAcceptedAt} to="second" />
        </>
      )}
    </>
  );
}

const NAMES = [
  'BANDWIDTH_ACCOUNT_ID',
  'BANDWIDTH_APPLICATION_ID',
  'BANDWIDTH_FROM',
  'BANDWIDTH_USERNAME',
  'BANDWIDTH_PASSWORD',
] as const;
const MEANINGS: Readonly<Record<string, string>> = {
  BANDWIDTH_ACCOUNT_ID: 'the account’s number',
  BANDWIDTH_APPLICATION_ID: 'the application that the number is assigned to',
  BANDWIDTH_FROM: 'the number texts come from, as +19195550142',
  BANDWIDTH_USERNAME: 'of an API user; or BANDWIDTH_CLIENT_ID',
  BANDWIDTH_PASSWORD: 'of that user; or BANDWIDTH_CLIENT_SECRET',
};

/** Where a console cannot enter settings: why, and how the machine is given them. */
export function ByEnvironment({ view }: { readonly view: CarrierSettingsView }) {
  return (
    <>
      <p>{view.whyNotSet?.replace(/^They /, 'Carrier settings ')}.</p>
      {view.source === 'none' && view.missing.length > 0 && (
        <>
          <p>Give Herald these where it is started, and start it again. A service reads them from its own file:</p>
          <ul className="plain variables">
            {NAMES.map((name) => (
              <li key={name}>
                <code>{name}</code> <span className="muted">{MEANINGS[name]}</span>{' '}
                {!view.missing.includes(name) && (
                  <span>
                    <Glyph shape="disc" /> given
                  </span>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
