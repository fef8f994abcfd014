import type { OriginAddress, Patience } from './origin-connection.ts';
import { OriginConnection } from './origin-connection.ts';

/** The keep-alive connections to all origins. */
export interface OriginPool {
  /** An idle connection, the one used last, or a new one. */
  readonly connection: (address: OriginAddress, patience: Patience) => OriginConnection;
  readonly close: () => void;
}

/** How often it is looked for what has waited too long. */
const CHECK_MILLISECONDS = 50;

export function createOriginPool(): OriginPool {
  const idle = new Map<OriginAddress, OriginConnection[]>();
  const open = new Set<OriginConnection>();
  let checking: NodeJS.Timeout | undefined;
  const check = () => {
    const now = performance.now();
    for (const connection of open) connection.check(now);
  };
  const opened = (connection: OriginConnection): OriginConnection => {
    open.add(connection);
    checking ??= setInterval(check, CHECK_MILLISECONDS).unref();
    return connection;
  };
  const closed = (connection: OriginConnection): void => {
    open.delete(connection);
    if (open.size > 0) return;
    clearInterval(checking);
    checking = undefined;
  };
  return {
    connection: (address, patience) => {
      const free = idle.get(address) ?? [];
      idle.set(address, free);
      return (
        free.pop() ??
        opened(
          new OriginConnection(address, patience, {
            onIdle: (connection) => void free.push(connection),
            onClosed: (connection) => {
              const at = free.indexOf(connection);
              if (at >= 0) free.splice(at, 1);
              closed(connection);
            },
          }),
        )
      );
    },
    close: () => {
      for (const connection of open) connection.abort();
    },
  };
}
