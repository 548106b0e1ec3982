/**
 * Signing as the environment has it; without, packages are unsigned, which the systems warn of.
 * Windows: HERALD_WINDOWS_CERTIFICATE (a .pfx file), HERALD_WINDOWS_CERTIFICATE_PASSWORD.
 * macOS: HERALD_APPLE_IDENTITY, and to notarize HERALD_APPLE_API_KEY (a .p8 file), HERALD_APPLE_API_KEY_ID,
 * HERALD_APPLE_API_ISSUER.
 */
const env = process.env;

export const windowsSign =
  env.HERALD_WINDOWS_CERTIFICATE === undefined
    ? undefined
    : { certificateFile: env.HERALD_WINDOWS_CERTIFICATE, certificatePassword: env.HERALD_WINDOWS_CERTIFICATE_PASSWORD };

export const osxSign = env.HERALD_APPLE_IDENTITY === undefined ? undefined : { identity: env.HERALD_APPLE_IDENTITY };

export const osxNotarize =
  env.HERALD_APPLE_API_KEY === undefined
    ? undefined
    : {
        appleApiKey: env.HERALD_APPLE_API_KEY,
        appleApiKeyId: env.HERALD_APPLE_API_KEY_ID ?? '',
        appleApiIssuer: env.HERALD_APPLE_API_ISSUER ?? '',
      };
