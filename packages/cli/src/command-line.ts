import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { clientAddress, clientCountry } from './client-option.ts';
import { DEPLOYED_HELP, deployedOption } from './deployed-option.ts';
import { diagnosticLines } from './diagnostic-lines.ts';
import { EXIT, InputFailure } from './failure.ts';
import { addressListOption, stolenCredentialsOption } from './list-options.ts';
import { collectPair } from './pair-option.ts';
import { addWafCommands } from './waf-command.ts';

const collect = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];

const parameterOption = () =>
  new Option('-p, --parameter <name=value>', 'give a template parameter its value (repeatable)').argParser(collectPair);

function portNumber(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new InvalidArgumentError(`"${text}" found, expected a port from 1 to 65535.`);
  return port;
}

/** The whole command line as commander reads it. Each command is loaded when it is called. */
export function commandLine(finish: (code: number) => void): Command {
  const program = new Command('sallyport')
    .description(
      'Proves that nothing reaches an origin except through its web ACL, or prints the request that does. Runs the whole architecture on your laptop.',
    )
    .version('0.1.0')
    .option('--no-color', 'no colours (also: NO_COLOR=1)')
    .showHelpAfterError('(sallyport --help shows how it is used)')
    .exitOverride();

  program
    .command('check')
    .description('the three claims for every origin: no side door, the front door opens, the guard sees')
    .argument(
      '<source...>',
      'CloudFormation templates (YAML or JSON) and cdk.out folders, proved as one closed set of stacks',
    )
    .addOption(
      new Option('-a, --attacker <attacker>', 'prove against this attacker alone').choices([
        'internet',
        'account',
        'credential',
      ]),
    )
    .addOption(
      new Option('-f, --format <format>', 'how to print the report').choices(['human', 'json']).default('human'),
    )
    .option('-o, --output <file>', 'write the report to a file')
    .addOption(parameterOption())
    .addOption(deployedOption())
    .option('--region <region>', 'the region of stacks that name none', 'us-east-1')
    .addHelpText(
      'after',
      `
Exit codes: 0 every claim holds · 2 a claim falls · 3 the input is not understood · 4 unknown · 1 a failure of ours
Without --attacker all three are proved against; the exit code is that of internet and account together.

Examples:
  sallyport check template.yaml
  sallyport check cdk.out --format json --output report.json
  sallyport check edge.yaml api.yaml --attacker internet -p Environment=prod
  sallyport check template.yaml --deployed Api/prod=prod-export.json
${DEPLOYED_HELP}`,
    )
    .action(async (sources: string[], options) => {
      const { checkCommand } = await import('./check-command.ts');
      finish(checkCommand(sources, options));
    });

  program
    .command('trace')
    .description("one request through the gates, every gate's decision explained")
    .argument('<source>', 'a CloudFormation template or a cdk.out folder')
    .argument('<method>', 'GET, POST …')
    .argument('<url>', 'https://<host>/<path>: the host of an entrance, or a path alone for the first entrance')
    .addOption(new Option('-H, --header <header>', 'a request header, "Name: value" (repeatable)').argParser(collect))
    .option('-d, --data <text>', 'the request body')
    .addOption(
      new Option('--with <source>', 'a further template of the same closed set of stacks (repeatable)').argParser(
        collect,
      ),
    )
    .option('--from <address>', "the client's address", clientAddress, '203.0.113.7')
    .option(
      '--country <code>',
      "the client's country, ISO 3166-1 alpha-2; looked up where nothing is said",
      clientCountry,
    )
    .option(
      '--ip-data <file>',
      'JSON: country, region and autonomous system number by address, before the data that is built in',
    )
    .addOption(addressListOption())
    .addOption(stolenCredentialsOption())
    .option('--credential', 'the client holds a credential that every authorizer accepts')
    .option('--chosen', 'the request is among the share that chance sends to a canary or a staging distribution')
    .addOption(
      new Option('--via <entrance>', 'where a path alone is sent: through the distribution, or straight to the origin')
        .choices(['distribution', 'internet'])
        .default('distribution'),
    )
    .addOption(parameterOption())
    .addOption(deployedOption())
    .addOption(
      new Option('-f, --format <format>', 'how to print the trace').choices(['human', 'json']).default('human'),
    )
    .option('--region <region>', 'the region of stacks that name none', 'us-east-1')
    .addHelpText(
      'after',
      `
Examples:
  sallyport trace template.yaml GET '/orders?id=1'
  sallyport trace template.yaml GET /orders --via internet
  sallyport trace template.yaml POST https://api.example.com/orders -H 'x-api-key: guess' -d '{}' --from 192.0.2.1
  sallyport trace edge.yaml --with api.yaml GET /orders
  sallyport trace template.yaml GET /orders --via internet --deployed Api/prod/canary=then.yaml --chosen`,
    )
    .action(async (source: string, method: string, url: string, options) => {
      const { traceCommand } = await import('./trace-command.ts');
      finish(await traceCommand(source, method, url, options));
    });

  program
    .command('up')
    .description('runs the architecture: one loopback port for each entrance')
    .argument('<source...>', 'CloudFormation templates and cdk.out folders')
    .option('--port <port>', 'the first port to use', portNumber, 8080)
    .addOption(
      new Option(
        '--origin <name=url>',
        'put your own server behind an origin or an integration, by logical id or host (repeatable)',
      ).argParser(collectPair),
    )
    .option(
      '--clients <file>',
      'JSON: which client (address, country) each loopback address stands for; otherwise 127.x.y.z is 198.18.y.z',
    )
    .option(
      '--ip-data <file>',
      'JSON: country, region and autonomous system number by address, before the data that is built in',
    )
    .addOption(addressListOption())
    .addOption(stolenCredentialsOption())
    .option('--proxy-protocol', 'take the client address from a PROXY protocol v2 header')
    .option(
      '--logs <folder>',
      "write CloudFront's standard logs, API Gateway's execution logs, and the logs of web ACLs with a logging configuration there",
    )
    .option('--waf-api <port>', "answer AWS WAF's GetSampledRequests on this port", portNumber)
    .option(
      '--counters <url>',
      'share the counts of rate-based rules through a Redis or Valkey server, redis://<host>:<port>, with every process that names it',
    )
    .option('--quiet', 'do not print a line for each request')
    .addOption(parameterOption())
    .addOption(deployedOption())
    .option('--region <region>', 'the region of stacks that name none', 'us-east-1')
    .addHelpText(
      'after',
      `
Examples:
  sallyport up template.yaml
  sallyport up cdk.out --origin Handler=http://localhost:3000
  sallyport up template.yaml --port 9000 --logs ./logs
  sallyport up template.yaml --counters redis://127.0.0.1:6379
  sallyport up template.yaml --deployed Api/prod=prod-export.json
  curl --interface 127.0.0.2 …    (another client, 198.18.0.2)`,
    )
    .action(async (sources: string[], options) => {
      const { upCommand } = await import('./up-command.ts');
      finish(await upCommand(sources, options));
    });

  addWafCommands(program, finish);
  return program;
}

/** Runs one command line and gives its exit code. */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  let code: number = EXIT.ok;
  const program = commandLine((result) => {
    code = result;
  });
  if (args.length === 0) {
    program.outputHelp({ error: true });
    return EXIT.input;
  }
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (cause) {
    if (cause instanceof CommanderError) return cause.exitCode === 0 ? EXIT.ok : EXIT.input;
    if (cause instanceof InputFailure) {
      for (const diagnostic of cause.diagnostics) process.stderr.write(`${diagnosticLines(diagnostic).join('\n')}\n`);
      return EXIT.input;
    }
    throw cause;
  }
}
