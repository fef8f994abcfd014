import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second: `getconf CLK_TCK`. */
const MILLISECONDS_A_TICK = 10;

/** Milliseconds of processor time that a process and its children have used. */
export function processorTime(pid) {
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return ids.reduce((sum, id) => {
    const { parent, time } = stat(id);
    return parent === pid || id === String(pid) ? sum + time : sum;
  }, 0);
}

/** Processes come and go while they are listed. */
function stat(id) {
  try {
    const fields = readFileSync(`/proc/${id}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    return { parent: Number(fields[1]), time: (Number(fields[11]) + Number(fields[12])) * MILLISECONDS_A_TICK };
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return { parent: 0, time: 0 };
    throw error;
  }
}
