import colours from 'picocolors';

/** A status in the colour of its class. */
export function statusText(status: number): string {
  const text = String(status);
  if (status < 300) return colours.green(text);
  return status < 400 ? colours.yellow(text) : colours.red(text);
}
