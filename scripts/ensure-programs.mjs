// The programs that tests run beside npm packages: found, or installed from Debian, or named with what to do.
import { spawnSync } from 'node:child_process';

/** Command → Debian package. */
const programs = { chromium: 'chromium', curl: 'curl', openssl: 'openssl', 'redis-server': 'redis-server' };

const has = (command) => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
const missing = Object.keys(programs).filter((command) => !has(command));
if (missing.length > 0) {
  const packages = missing.map((command) => programs[command]);
  const root = process.getuid?.() === 0;
  if (root && has('apt-get')) {
    spawnSync('apt-get', ['update'], { stdio: ['ignore', 2, 2] });
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { stdio: ['ignore', 2, 2] });
  }
  const still = missing.filter((command) => !has(command));
  if (still.length > 0) {
    console.error(
      `Cannot run the tests: ${still.join(', ')} not found, expected on the PATH. Install: ${packages.join(' ')}.`,
    );
    process.exit(1);
  }
}
