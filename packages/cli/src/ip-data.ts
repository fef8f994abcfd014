import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type IpData, openIpData } from '@sallyport/runtime/node';

/** The file that the build makes, seen from the sources and from the bundle. */
const FILES = ['../ip-data/addresses.bin', '../../ip-data/addresses.bin'];

/** The country and the autonomous system of addresses, read when the first one is looked up. */
export function builtInIpData(): IpData {
  let opened: IpData | undefined;
  return (address) => {
    opened ??= openIpData(builtInFile());
    return opened(address);
  };
}

function builtInFile(): string {
  const file = FILES.map((path) => fileURLToPath(new URL(path, import.meta.url))).find(existsSync);
  if (file !== undefined) return file;
  throw new Error(
    'Cannot look up an address: the data is not built in, expected packages/cli/ip-data; run "npm run build"',
  );
}
