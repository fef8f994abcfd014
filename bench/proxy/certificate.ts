// Writes a certificate for localhost and its key, as JSON, for the bare proxy: the one that Sallyport shows.
import { writeFileSync } from 'node:fs';
import { openCertificateAuthority } from '../../packages/runtime/src/node/index.ts';

const [folder = '', file = ''] = process.argv.slice(2);
const { certificate: cert, key } = await (await openCertificateAuthority(folder)).certificateFor(['localhost']);
writeFileSync(file, JSON.stringify({ cert, key }));
process.send?.({});
