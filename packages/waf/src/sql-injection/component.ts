import { queryArguments } from '@sallyport/http';
import { detectSqlInjection, type SensitivityLevel, type SqlInjection } from './detect.ts';

/**
 * Looks for SQL injection in a component, given by its member of FieldToMatch, from where an application takes values out of it. AWS does
 * not say from where it reads; this is the least that explains what is published (approximated, docs/components/waf-detection.md):
 *
 * A path is read behind its first slash, which is no part of what an application looks up and an operator to the detector. Observed:
 * `/SELECT-1e1FROM%60test%60` was blocked at LOW for `SELECT`, `1e1`, `FROM`, `test`.
 * https://github.com/spryker/spryker-docs/blob/master/docs/ca/dev/troubleshooting/troubleshooting-tutorials/tutorial-troubleshooting-403-error.md
 *
 * A query string is read as a whole, and at HIGH argument by argument too: AWS's sample finds `baloo=10 AND 1=1&hoppy=10 AND 1=1&…`, whose
 * ampersands are operators to the detector, by a rule that it names for the first field with SQL injection.
 * https://docs.aws.amazon.com/waf/latest/developerguide/data-protection-examples.html
 */
export function detectInComponent(component: string, text: string, level: SensitivityLevel): SqlInjection | undefined {
  if (component === 'UriPath') return detectSqlInjection(text.startsWith('/') ? text.slice(1) : text, level);
  const found = detectSqlInjection(text, level);
  return found || component !== 'QueryString' || level === 'LOW' ? found : inArguments(text);
}

/** As LOW judges: what HIGH would find beyond it in one argument, no record shows, and ordinary links have it (`ei=UCACU--1BaX`). */
function inArguments(query: string): SqlInjection | undefined {
  // Equal values decide alike: ten thousand of them are not to cost ten thousand looks.
  for (const value of new Set(queryArguments(query).map((argument) => argument.value ?? ''))) {
    const found = detectSqlInjection(value);
    if (found) return found;
  }
  return undefined;
}
