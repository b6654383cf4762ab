// SPDX-License-Identifier: MIT
// Certificates for tests, made by openssl(1) when they are wanted: none is kept, none is older than the test.

import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';

/** @param {string} folder @param {string} subject @param {string} names as in openssl's subjectAltName @param {string[]} more */
function make(folder, subject, names, more) {
  const own = mkdtempSync(join(folder, 'certificate-'));
  const file = join(own, 'certificate.pem');
  const key = join(own, 'key.pem');
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2',
    '-subj', `/CN=${subject}`, ...(names ? ['-addext', `subjectAltName=${names}`] : []), ...more,
    '-keyout', key, '-out', file], { stdio: 'pipe' });
  return { file, key };
}

/** A self-signed certificate for one host name. @param {string} folder @param {string} host */
export function makeCertificate(folder, host) {
  return make(folder, host, `DNS:${host}`, []);
}

/** An authority of our own, and what it signs. @param {string} folder */
export function makeAuthority(folder) {
  const { file, key } = make(folder, 'Authority of the tests', '', []);
  const issue = (/** @type {string} */ subject, /** @type {string} */ names) => make(folder, subject, names,
    ['-CA', file, '-CAkey', key, '-addext', 'basicConstraints=critical,CA:FALSE']);
  return {
    file,
    /** For a server. @param {string} host */
    forHost: (host) => issue(host, `DNS:${host}`),
    /** For a person, as XEP-0178 wants it: id-on-xmppAddr (RFC 6120 13.7.1.4). @param {string} jid */
    forPerson: (jid) => issue(jid, `otherName:1.3.6.1.5.5.7.8.5;UTF8:${jid}`),
  };
}
