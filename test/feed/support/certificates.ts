import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Certificates made by a self-made authority with openssl, as PEM files in a directory. */
export class Certificates {
  readonly #openssl: string;
  readonly #directory: string;

  constructor(openssl: string, directory: string) {
    this.#openssl = openssl;
    this.#directory = directory;
  }

  file(name: string): string {
    return path.join(this.#directory, name);
  }

  read(name: string): Buffer {
    return readFileSync(this.file(name));
  }

  /** `NAME.pem` and `NAME.key` of an authority. */
  authority(name: string): void {
    const certificate = ['-x509', '-days', '2', '-subj', `/CN=${name}`, '-addext', 'keyUsage=critical,keyCertSign'];
    this.#run('req', ...this.#newKey(name), ...certificate, '-out', this.file(`${name}.pem`));
  }

  /** `NAME.pem` and `NAME.key`, signed by an authority, for `san`, such as `IP:127.0.0.1`. */
  signed(name: string, authority: string, san: string): void {
    const request = this.file(`${name}.csr`);
    const extensions = this.file(`${name}.ext`);
    writeFileSync(extensions, `subjectAltName=${san}\n`);
    this.#run('req', ...this.#newKey(name), '-subj', `/CN=${name}`, '-out', request);
    const signer = ['-CA', this.file(`${authority}.pem`), '-CAkey', this.file(`${authority}.key`), '-CAcreateserial'];
    this.#run('x509', '-req', '-in', request, ...signer, '-days', '2', '-extfile', extensions, '-out', this.file(`${name}.pem`));
  }

  #newKey(name: string): string[] {
    return ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', this.file(`${name}.key`)];
  }

  #run(...args: string[]): void {
    execFileSync(this.#openssl, args, { stdio: 'pipe' });
  }
}
