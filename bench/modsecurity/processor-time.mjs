import { readdirSync, readFileSync } from 'node:fs';

/** Nanoseconds of processor time that all threads of a process have used, as Linux's scheduler counts them. */
export function processorTime(pid) {
  return readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => sum + threadTime(pid, thread), 0);
}

/** Threads come and go while they are listed. */
function threadTime(pid, thread) {
  try {
    return Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]);
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return 0;
    throw error;
  }
}
