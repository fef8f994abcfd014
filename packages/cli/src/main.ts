import { runCommandLine } from './command-line.ts';
import { EXIT } from './failure.ts';

// Whoever reads the output may have seen enough, such as `head`.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });

void runCommandLine(process.argv.slice(2))
  .catch((cause: unknown) => {
    process.stderr.write(
      `sallyport: a defect of ours: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}\n`,
    );
    return EXIT.defect;
  })
  .then((code) => {
    process.exitCode = code;
  });
