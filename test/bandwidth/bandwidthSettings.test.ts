import { readBandwidthSettings } from '../../src/bandwidth/bandwidthSettings';
import { isHeraldError } from '../../src/heraldError';

const basic = {
  BANDWIDTH_ACCOUNT_ID: '9900000',
  BANDWIDTH_APPLICATION_ID: '93de2206-9669-4e07-948d-329f4b722ee2',
  BANDWIDTH_FROM: '(206) 555-0100',
  BANDWIDTH_USERNAME: 'herald',
  BANDWIDTH_PASSWORD: 'very-secret-password',
};

function complaint(env: Record<string, string | undefined>): string {
  try {
    readBandwidthSettings(env);
  } catch (error) {
    if (isHeraldError(error, 'settings.bad')) return `${error.message} ${JSON.stringify(error.context)}`;
    throw error;
  }
  throw new Error('nothing was wrong');
}

test('a user name and password are enough, with the production addresses and one segment a second', () => {
  expect(readBandwidthSettings(basic)).toEqual({
    settings: {
      accountId: '9900000',
      applicationId: '93de2206-9669-4e07-948d-329f4b722ee2',
      from: '+12065550100',
      credentials: { type: 'basic', username: 'herald', password: 'very-secret-password' },
      messagingUrl: 'https://messaging.bandwidth.com/api/v2',
      lookupUrl: 'https://api.bandwidth.com/v2',
      tokenUrl: 'https://api.bandwidth.com/api/v1/oauth2/token',
      segmentsPerSecond: 1,
      proxy: undefined,
    },
  });
});

test('client credentials do as well, and everything else can be set', () => {
  const result = readBandwidthSettings({
    ...basic,
    BANDWIDTH_USERNAME: '',
    BANDWIDTH_PASSWORD: undefined,
    BANDWIDTH_CLIENT_ID: 'id',
    BANDWIDTH_CLIENT_SECRET: 'secret',
    BANDWIDTH_MESSAGING_URL: 'http://127.0.0.1:4010/',
    BANDWIDTH_TOKEN_URL: 'http://localhost:4010/token',
    BANDWIDTH_SEGMENTS_PER_SECOND: '0.5',
    BANDWIDTH_PROXY: 'http://me:pa%20ss@proxy.example:8080',
  });
  expect(result).toMatchObject({
    settings: {
      credentials: { type: 'clientCredentials', clientId: 'id', clientSecret: 'secret' },
      messagingUrl: 'http://127.0.0.1:4010',
      tokenUrl: 'http://localhost:4010/token',
      segmentsPerSecond: 0.5,
      proxy: { protocol: 'http', host: 'proxy.example', port: 8080, auth: { username: 'me', password: 'pa ss' } },
    },
  });
});

test('without credentials the missing variables are named, and nothing is thrown', () => {
  expect(readBandwidthSettings({})).toEqual({
    missing: ['BANDWIDTH_ACCOUNT_ID', 'BANDWIDTH_APPLICATION_ID', 'BANDWIDTH_FROM', 'BANDWIDTH_USERNAME', 'BANDWIDTH_PASSWORD'],
  });
  expect(readBandwidthSettings({ ...basic, BANDWIDTH_FROM: '' })).toEqual({ missing: ['BANDWIDTH_FROM'] });
});

test.each([
  ['BANDWIDTH_PASSWORD', { BANDWIDTH_PASSWORD: undefined }],
  ['BANDWIDTH_USERNAME', { BANDWIDTH_USERNAME: undefined }],
  ['BANDWIDTH_CLIENT_SECRET', { BANDWIDTH_CLIENT_ID: 'id' }],
  ['BANDWIDTH_CLIENT_ID', { BANDWIDTH_CLIENT_SECRET: 'secret' }],
  ['BANDWIDTH_FROM', { BANDWIDTH_FROM: '911' }],
  ['BANDWIDTH_MESSAGING_URL', { BANDWIDTH_MESSAGING_URL: 'http://messaging.example/api/v2' }],
  ['BANDWIDTH_MESSAGING_URL', { BANDWIDTH_MESSAGING_URL: 'http://127.0.0.1.example/api/v2' }],
  ['BANDWIDTH_MESSAGING_URL', { BANDWIDTH_MESSAGING_URL: 'messaging' }],
  ['BANDWIDTH_MESSAGING_URL', { BANDWIDTH_MESSAGING_URL: 'https://me:secret@messaging.example' }],
  ['BANDWIDTH_TOKEN_URL', { BANDWIDTH_TOKEN_URL: 'ftp://127.0.0.1/token' }],
  ['BANDWIDTH_SEGMENTS_PER_SECOND', { BANDWIDTH_SEGMENTS_PER_SECOND: '0' }],
  ['BANDWIDTH_SEGMENTS_PER_SECOND', { BANDWIDTH_SEGMENTS_PER_SECOND: 'fast' }],
  ['BANDWIDTH_PROXY', { BANDWIDTH_PROXY: 'socks5://proxy.example' }],
])('a wrong %s is named, and no secret is repeated', (variable, change) => {
  const words = complaint({ ...basic, ...change });
  expect(words).toContain(variable);
  expect(words).not.toContain('secret');
});

test.each(['http://127.0.0.1:1/x', 'http://127.8.9.10/x', 'http://[::1]:1/x', 'http://localhost/x'])(
  'plain http may go to %s',
  (url) => {
    expect(readBandwidthSettings({ ...basic, BANDWIDTH_MESSAGING_URL: url })).toHaveProperty('settings.messagingUrl', url);
  },
);
