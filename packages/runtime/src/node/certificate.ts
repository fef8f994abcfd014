import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ServeError } from './options.ts';

/** A certificate with its private key, both as PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

/** A certificate authority of this computer alone, kept in a folder. */
export interface CertificateAuthority {
  /** Where its certificate lies, for clients to trust. */
  readonly certificateFile: string;
  /** The certificate, with the authority's behind it, of a server that has these names; made once for each list of names. */
  readonly certificateFor: (hosts: readonly string[]) => Promise<KeyPair>;
}

const DAY = 86_400_000;
/** The library needs metadata by reflection, and takes long to load: only those who make a certificate wait for it. */
async function loadX509() {
  await import('reflect-metadata');
  return import('@peculiar/x509');
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** Opens the authority in a folder, and makes it there on first use. */
export async function openCertificateAuthority(folder: string): Promise<CertificateAuthority> {
  const certificateFile = join(folder, 'ca.pem');
  const authority = load(folder, 'ca') ?? (await makeAuthority(folder));
  const issued = new Map<string, Promise<KeyPair>>();
  return {
    certificateFile,
    certificateFor: (hosts) => {
      const name = hosts.join(' ');
      const pair = issued.get(name) ?? issue(authority, hosts);
      issued.set(name, pair);
      return pair;
    },
  };
}

function load(folder: string, name: string): KeyPair | undefined {
  const [file, keyFile] = [join(folder, `${name}.pem`), join(folder, `${name}.key`)];
  if (!existsSync(file) || !existsSync(keyFile)) return undefined;
  const certificate = readFileSync(file, 'utf8');
  const expires = Date.parse(new X509Certificate(certificate).validTo);
  return expires < Date.now() + 30 * DAY ? undefined : { certificate, key: readFileSync(keyFile, 'utf8') };
}

async function makeAuthority(folder: string): Promise<KeyPair> {
  const x509 = await loadX509();
  const keys = await generateKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=Sallyport local CA ${new Date().toISOString().slice(0, 10)}`,
    serialNumber: serialNumber(),
    notBefore: new Date(Date.now() - DAY),
    notAfter: new Date(Date.now() + 3650 * DAY),
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    ],
  });
  const pair = { certificate: certificate.toString('pem'), key: await privatePem(keys.privateKey) };
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, 'ca.key'), pair.key, { mode: 0o600 });
    writeFileSync(join(folder, 'ca.pem'), pair.certificate);
  } catch (cause) {
    throw new ServeError('state-folder', `Cannot keep the local certificate authority in "${folder}"`, cause);
  }
  return pair;
}

async function issue(authority: KeyPair, hosts: readonly string[]): Promise<KeyPair> {
  const x509 = await loadX509();
  const keys = await generateKeys();
  const issuer = new x509.X509Certificate(authority.certificate);
  const names = hosts.map((value) => ({ type: 'dns', value }) as const);
  const loopback = ['127.0.0.1', '::1'].map((value) => ({ type: 'ip', value }) as const);
  const certificate = await x509.X509CertificateGenerator.create({
    subject: 'CN=Sallyport',
    issuer: issuer.subject,
    serialNumber: serialNumber(),
    notBefore: new Date(Date.now() - DAY),
    notAfter: new Date(Date.now() + 90 * DAY),
    publicKey: keys.publicKey,
    signingKey: await importPrivate(authority.key),
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(false),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([...names, { type: 'dns', value: 'localhost' }, ...loopback]),
    ],
  });
  const chain = `${certificate.toString('pem')}\n${authority.certificate}`;
  return { certificate: chain, key: await privatePem(keys.privateKey) };
}

const generateKeys = () => crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);

/** Positive and not zero, as RFC 5280, section 4.1.2.2 wants it. */
const serialNumber = (): string => `01${Buffer.from(crypto.getRandomValues(new Uint8Array(8))).toString('hex')}`;

async function privatePem(key: Awaited<ReturnType<typeof generateKeys>>['privateKey']): Promise<string> {
  const bytes = Buffer.from(await crypto.subtle.exportKey('pkcs8', key)).toString('base64');
  return `-----BEGIN PRIVATE KEY-----\n${bytes.replace(/(.{64})/g, '$1\n').trim()}\n-----END PRIVATE KEY-----\n`;
}

function importPrivate(pem: string) {
  const bytes = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  return crypto.subtle.importKey('pkcs8', bytes, ALGORITHM, false, ['sign']);
}
