import type { Diagnostic } from '@sallyport/http';

/** Reports each message once: what goes wrong with one request goes wrong with the next. */
export function reportedOnce(report: (diagnostic: Diagnostic) => void = () => {}): (diagnostic: Diagnostic) => void {
  const seen = new Set<string>();
  return (diagnostic) => {
    if (seen.has(diagnostic.message)) return;
    seen.add(diagnostic.message);
    report(diagnostic);
  };
}
