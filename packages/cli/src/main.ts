import { runCommandLine } from './command-line.ts';
import { EXIT } from './failure.ts';

process.exitCode = await runCommandLine(process.argv.slice(2)).catch((cause: unknown) => {
  process.stderr.write(
    `sallyport: a defect of ours: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}\n`,
  );
  return EXIT.defect;
});
