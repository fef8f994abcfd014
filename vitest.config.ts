import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['sallyport-source', 'node', 'import'] },
  ssr: { resolve: { conditions: ['sallyport-source', 'node', 'import'] } },
  test: {
    // Colours are on where CI is set: what commands print is compared without them.
    env: { NO_COLOR: '1' },
    include: ['packages/*/src/**/*.test.ts', 'conformance/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
