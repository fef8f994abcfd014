import { Agent, request } from 'node:https';
import { onTestFinished } from 'vitest';

/** A client with a loopback address of its own (of IPv4, which has many), whose connections stay open. */
export interface SteadyClient {
  readonly get: (url: string) => Promise<{ readonly status: number; readonly body: string }>;
}

export function steadyClient(localAddress: string): SteadyClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 4, localAddress, family: 4 });
  onTestFinished(() => agent.destroy());
  return {
    get: (url) =>
      new Promise((resolve, reject) => {
        request(url, { agent, rejectUnauthorized: false }, (response) => {
          let body = '';
          response.on('data', (chunk) => (body += chunk));
          response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
        })
          .on('error', reject)
          .end();
      }),
  };
}
