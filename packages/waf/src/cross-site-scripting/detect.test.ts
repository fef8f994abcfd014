import { expect, test } from 'vitest';
import { detectCrossSiteScripting } from './detect.ts';

test.each([
  ['<script>alert(1)</script>', ['<', 'script']],
  ['<frameset onload=alert(1)>', ['<', 'frameset']],
  ['<svg/onload=alert(1)>', ['<', 'svg']],
  ['<s\0cript>', ['<', 's\0cript']],
  ['<img src=x onerror=alert(1)>', ['onerror', '=', 'alert(1)']],
  ['" onmouseover="alert(1)', ['onmouseover', '=', 'alert(1)']],
  ["' onfocus=alert(1) autofocus='", ['onfocus', '=', 'alert(1)']],
  ['` onclick=alert(1)', ['onclick', '=', 'alert(1)']],
  ['onclick=alert(1)', ['onclick', '=', 'alert(1)']],
  ['<a href="javascript:alert(1)">', ['href', '=', 'javascript:alert(1)']],
  ['<a href="&#x6a;&#97;va\nscript:alert(1)">', ['href', '=', '&#x6a;&#97;va\nscript:alert(1)']],
  ['<a href=" \x01data:text/html,x">', ['href', '=', ' \x01data:text/html,x']],
  ['<set attributename=onclick to=x>', ['attributename', '=', 'onclick']],
  ['<!doctype html>', ['<!', 'doctype html']],
  ['<!--[if IE]>', ['<!--', '[if IE]>']],
  ['<!-- ` -->', ['<!--', ' ` ']],
  ['<?xml version="1.0"?>', ['<?', 'xml']],
  ['<p style="x:y">', ['style', '=', 'x:y']],
])('%j is cross-site scripting: %j', (source, matchedData) => {
  expect(detectCrossSiteScripting(source)?.matchedData).toEqual(matchedData);
});

test.each([
  '',
  'hello',
  '<b>bold</b>',
  '1 < 2 and 3 > 2',
  '<a href="https://example.com/">link</a>',
  'a=1&b=2',
  'https://example.com/?data=x',
  '<img src=cat.png alt="on the sofa">',
  'one=1 only=2 on=3',
])('%j is harmless', (source) => {
  expect(detectCrossSiteScripting(source)).toBeUndefined();
});

test('the byte 0xFF before an attribute hides it from the reference, not from browsers', () => {
  expect(detectCrossSiteScripting('<a \xff onclick=alert(1)>')?.matchedData).toEqual(['onclick', '=', 'alert(1)']);
});

test('a letter that has two capitals hides no event', () => {
  expect(detectCrossSiteScripting('<x attributename=onclick\xdf>')).toBeDefined();
});
