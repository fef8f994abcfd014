const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i;

/** Whether a Host header names this machine, with or without a port. */
export const isLoopbackHost = (host: string): boolean => LOOPBACK.test(host);
