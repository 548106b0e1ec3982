import { readCallbackSettings } from '../../src/bandwidth/callbackSettings';

const GOOD = {
  BANDWIDTH_CALLBACK_LISTEN: '127.0.0.1:8443',
  BANDWIDTH_CALLBACK_USER: 'bandwidth',
  BANDWIDTH_CALLBACK_PASSWORD: 'secret',
};

it('without an address there is no receiver', () => expect(readCallbackSettings({})).toBeUndefined());

it('reads an address, the user, and TLS', () => {
  expect(readCallbackSettings(GOOD)).toEqual({
    host: '127.0.0.1',
    port: 8443,
    username: 'bandwidth',
    password: 'secret',
    tls: undefined,
  });
  const beyond = {
    ...GOOD,
    BANDWIDTH_CALLBACK_LISTEN: '[2001:db8::7]:443',
    BANDWIDTH_CALLBACK_CERT: 'c',
    BANDWIDTH_CALLBACK_KEY: 'k',
  };
  expect(readCallbackSettings(beyond)).toMatchObject({ host: '2001:db8::7', port: 443, tls: { certFile: 'c', keyFile: 'k' } });
});

it.each([
  ['BANDWIDTH_CALLBACK_LISTEN must be HOST:PORT', { BANDWIDTH_CALLBACK_LISTEN: '8443' }],
  ['BANDWIDTH_CALLBACK_LISTEN must be HOST:PORT', { BANDWIDTH_CALLBACK_LISTEN: '127.0.0.1:99999' }],
  ['BANDWIDTH_CALLBACK_LISTEN must name one interface', { BANDWIDTH_CALLBACK_LISTEN: '0.0.0.0:8443' }],
  ['BANDWIDTH_CALLBACK_LISTEN must name one interface', { BANDWIDTH_CALLBACK_LISTEN: '[::]:8443' }],
  ['BANDWIDTH_CALLBACK_CERT is missing: beyond this machine', { BANDWIDTH_CALLBACK_LISTEN: '192.0.2.7:8443' }],
  ['BANDWIDTH_CALLBACK_KEY is missing', { BANDWIDTH_CALLBACK_CERT: 'c' }],
  ['BANDWIDTH_CALLBACK_CERT is missing', { BANDWIDTH_CALLBACK_KEY: 'k' }],
  ['BANDWIDTH_CALLBACK_USER is missing', { BANDWIDTH_CALLBACK_USER: undefined }],
  ['BANDWIDTH_CALLBACK_PASSWORD is missing', { BANDWIDTH_CALLBACK_PASSWORD: ' ' }],
  ['BANDWIDTH_CALLBACK_LISTEN is missing', { BANDWIDTH_CALLBACK_LISTEN: undefined }],
])('%s', (message, change) => {
  expect(() => readCallbackSettings({ ...GOOD, ...change })).toThrow(message);
  expect(() => readCallbackSettings({ ...GOOD, ...change })).not.toThrow('secret');
});
