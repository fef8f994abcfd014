// What the comparison needs from Debian: found, or installed, or named with what to do.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** A file that shows that the package is there → Debian package. */
const NEEDED = {
  '/usr/sbin/nginx': 'nginx',
  '/usr/lib/nginx/modules/ngx_http_modsecurity_module.so': 'libnginx-mod-http-modsecurity',
  '/usr/share/modsecurity-crs/rules/REQUEST-949-BLOCKING-EVALUATION.conf': 'modsecurity-crs',
  '/usr/include/modsecurity/modsecurity.h': 'libmodsecurity-dev',
  '/usr/bin/cc': 'gcc',
};

const missing = () => Object.keys(NEEDED).filter((file) => !existsSync(file));

/** Ends the process where something stays missing. */
export function ensureModSecurity() {
  if (missing().length > 0 && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const packages = missing().map((file) => NEEDED[file]);
    console.error(`Installing ${packages.join(', ')} …`);
    const options = { stdio: ['ignore', 2, 2], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
    spawnSync('apt-get', ['update'], options);
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', ...packages], options);
  }
  const still = missing();
  if (still.length === 0) return;
  const packages = still.map((file) => NEEDED[file]).join(' ');
  console.error(`Cannot compare with ModSecurity: ${still.join(', ')} not found, expected Debian's packages.`);
  console.error(`Install them as root: apt-get install ${packages}`);
  process.exit(1);
}
