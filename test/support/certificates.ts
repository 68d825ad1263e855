import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const program = ['/usr/bin/openssl', '/usr/local/bin/openssl', '/opt/homebrew/bin/openssl'].find(existsSync);
export const hasOpenssl = program !== undefined;

export interface Authority {
  readonly certificateFile: string;
  readonly certificatePem: string;
  issue(name: string, options: { readonly hosts?: readonly string[]; readonly isExpired?: boolean }): IssuedCertificate;
}

export interface IssuedCertificate {
  readonly certificateFile: string;
  readonly keyFile: string;
  readonly certificatePem: string;
  readonly keyPem: string;
}

const openssl = (folder: string, ...args: readonly string[]): void => {
  if (program === undefined) throw new Error('OpenSSL is not installed.');
  execFileSync(program, args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
};

/** A certification authority made on the spot, for a test's broker and its clients. */
export const createAuthority = (folder: string, name: string): Authority => {
  const file = (suffix: string) => path.join(folder, `${name}.${suffix}`);
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl(
    folder,
    'req',
    '-x509',
    ...newKey,
    '-keyout',
    file('key'),
    '-out',
    file('crt'),
    '-days',
    '2',
    '-subj',
    `/CN=${name}`,
  );
  return {
    certificateFile: file('crt'),
    certificatePem: readFileSync(file('crt'), 'utf8'),
    issue: (subject, { hosts, isExpired = false }) => {
      const own = (suffix: string) => path.join(folder, `${name}-${subject}.${suffix}`);
      const alternatives = (hosts ?? []).map((host) => (/^[\d.]+$/.test(host) ? `IP:${host}` : `DNS:${host}`));
      writeFileSync(own('ext'), alternatives.length === 0 ? '' : `subjectAltName=${alternatives.join(',')}\n`);
      openssl(folder, 'req', ...newKey, '-keyout', own('key'), '-out', own('csr'), '-subj', `/CN=${subject}`);
      const sign = ['x509', '-req', '-in', own('csr'), '-CA', file('crt'), '-CAkey', file('key'), '-CAcreateserial'];
      const validity = ['-days', isExpired ? '-1' : '2'];
      openssl(folder, ...sign, ...validity, '-extfile', own('ext'), '-out', own('crt'));
      return {
        certificateFile: own('crt'),
        keyFile: own('key'),
        certificatePem: readFileSync(own('crt'), 'utf8'),
        keyPem: readFileSync(own('key'), 'utf8'),
      };
    },
  };
};
