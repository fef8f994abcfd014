import { type Command, Option } from 'commander';
import { addressListOption, stolenCredentialsOption } from './list-options.ts';
import { collectPair } from './pair-option.ts';

const RESOURCE_TYPES = [
  'CLOUDFRONT',
  'APPLICATION_LOAD_BALANCER',
  'API_GATEWAY',
  'APPSYNC',
  'COGNITO_USER_POOL',
  'APP_RUNNER_SERVICE',
  'VERIFIED_ACCESS_INSTANCE',
  'AMPLIFY',
];

const collect = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];

/** The options of every command that takes a web ACL. */
function withDefinition(command: Command): Command {
  return command
    .requiredOption(
      '--web-acl <file>',
      "a web ACL in the API's JSON (as get-web-acl answers) or CloudFormation's shape, or TEMPLATE#LogicalId",
    )
    .addOption(
      new Option('--ip-set <file>', 'an IP set that rules refer to, with its ARN (repeatable)').argParser(collect),
    )
    .addOption(
      new Option('--regex-set <file>', 'a regex pattern set that rules refer to, with its ARN (repeatable)').argParser(
        collect,
      ),
    )
    .addOption(
      new Option('--rule-group <file>', 'a rule group that rules refer to, with its ARN (repeatable)').argParser(
        collect,
      ),
    )
    .addOption(
      new Option('--resource-type <type>', 'what the web ACL protects: it decides limits and answers').choices(
        RESOURCE_TYPES,
      ),
    )
    .addOption(
      new Option(
        '--shape <shape>',
        "how SearchString is written: base64 (api) or text (cloudformation); told by the file's members",
      ).choices(['api', 'cloudformation']),
    )
    .addOption(
      new Option('-p, --parameter <name=value>', 'give a template parameter its value (repeatable)').argParser(
        collectPair,
      ),
    );
}

/** The commands for a web ACL alone. */
export function addWafCommands(program: Command, finish: (code: number) => void): void {
  const waf = program
    .command('waf')
    .description('a web ACL alone: evaluate requests, count capacity, find what it does not do');

  withDefinition(
    waf
      .command('evaluate')
      .description('requests through a web ACL, in order: what is decided, by which rule, and why'),
  )
    .requiredOption('--request <file>', 'a raw HTTP message, or JSON, one request a line; - for standard input')
    .option('--ip-data <file>', 'JSON: country, region and autonomous system number by address; the rest is built in')
    .addOption(addressListOption())
    .addOption(stolenCredentialsOption())
    .addOption(
      new Option('-f, --format <format>', 'how to print the outcomes; log: the records that AWS WAF would write')
        .choices(['human', 'json', 'log'])
        .default('human'),
    )
    .option('-v, --verbose', 'print every rule that was evaluated, and every reason, in the human format')
    .addOption(
      new Option('--logging <file>', 'a logging configuration, whose filter and redacted fields hold').implies({
        format: 'log',
      }),
    )
    .addHelpText(
      'after',
      `
A request in JSON: {"method":"POST","target":"/login?a=1","httpVersion":"HTTP/1.1","headers":[["Host","example.com"]],
"body":"…" or "bodyBase64":"…","client":{"address":"192.0.2.1","country":"DE","region":"BE","asn":64496,"ja3":"…","ja4":"…"},
"scheme":"https","time":"2026-01-31T12:00:00Z"}; the times are the clock of rate-based rules. All members can be left out.

Exit codes: 0 evaluated · 3 the input is not understood, or AWS WAF would refuse the web ACL · 1 a failure of ours

Examples:
  sallyport waf evaluate --web-acl web-acl.json --request request.http
  sallyport waf evaluate --web-acl template.yaml#WebAcl --request requests.jsonl --format json
  sallyport waf evaluate --web-acl web-acl.json --request requests.jsonl --format log --logging logging.json
  echo '{"target":"/?q=1"}' | sallyport waf evaluate --web-acl web-acl.json --ip-set blocked.json --request -`,
    )
    .action(async (options) => {
      const { wafEvaluateCommand } = await import('./waf-evaluate-command.ts');
      finish(wafEvaluateCommand(options));
    });

  withDefinition(waf.command('capacity').description('web ACL capacity units (WCU), in all and of each rule'))
    .addOption(new Option('-f, --format <format>', 'how to print them').choices(['human', 'json']).default('json'))
    .addHelpText(
      'after',
      `
Examples:
  sallyport waf capacity --web-acl web-acl.json
  sallyport waf capacity --web-acl template.yaml#WebAcl --rule-group group.json`,
    )
    .action(async (options) => {
      const { wafCapacityCommand } = await import('./waf-capacity-command.ts');
      finish(wafCapacityCommand(options));
    });

  addLintCommand(waf, finish);
}

function addLintCommand(waf: Command, finish: (code: number) => void): void {
  withDefinition(
    waf
      .command('lint')
      .description('what in a web ACL never fires, is evaded or waved through, each with a request that shows it'),
  )
    .addOption(
      new Option('-f, --format <format>', 'how to print the findings').choices(['human', 'json']).default('human'),
    )
    .addOption(
      new Option('--fail-on <level>', 'the lowest level that makes the exit code 2')
        .choices(['error', 'warning', 'note'])
        .default('error'),
    )
    .addHelpText(
      'after',
      `
error: any client can send the request that is shown · warning: it matters under the assumption that is told · note: worth knowing.
Every request that is shown has been decided by the engine; its JSON is a line for waf evaluate --request.
With TEMPLATE#LogicalId it also looks at what the web ACL is attached to.

Exit codes: 0 nothing found at that level · 2 something found · 3 the input is not understood, or AWS WAF would refuse the web ACL
            1 a failure of ours

Examples:
  sallyport waf lint --web-acl web-acl.json
  sallyport waf lint --web-acl template.yaml#WebAcl --fail-on warning
  sallyport waf lint --web-acl web-acl.json --ip-set blocked.json --resource-type APPLICATION_LOAD_BALANCER --format json`,
    )
    .action(async (options) => {
      const { wafLintCommand } = await import('./waf-lint-command.ts');
      finish(wafLintCommand(options));
    });
}
