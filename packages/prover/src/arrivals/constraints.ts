import type { Attribute } from '@sallyport/gates';
import { CLOUDFRONT } from '../classes/address-classes.ts';
import { allOf, anyOf, type Formula, notOf, type Pullback } from '../environment/index.ts';
import type { Languages } from '../language/index.ts';
import type { Collection } from './collection.ts';

/** What holds of every request, whoever sends it: attributes of one connection agree. */
export function constraints(languages: Languages, pullback: Pullback, collection: Collection): Formula {
  const tested = (attribute: Attribute): boolean => collection.texts.has(attribute);
  const is = (on: Attribute, text: string): Formula => pullback.text(on, languages.literal(text));
  const overTls = is('scheme', 'https');
  const parts: Formula[] = [];
  // A certificate and a server name are shown in a TLS handshake; HTTP/3 has no other transport (RFC 9114).
  if (tested('server-name')) parts.push(anyOf([overTls, notOf(pullback.present('server-name'))]));
  if (tested('client-certificate')) parts.push(anyOf([overTls, notOf(pullback.present('client-certificate'))]));
  if (tested('http-version')) parts.push(anyOf([overTls, notOf(is('http-version', '3'))]));
  if (tested('port'))
    parts.push(anyOf([allOf([overTls, is('port', '443')]), allOf([notOf(overTls), notOf(is('port', '443'))])]));
  if (tested('principal') && collection.addresses.size > 0) {
    const byCloudFront = pullback.text(
      'principal',
      languages.then(languages.literal('service:cloudfront'), languages.all),
    );
    parts.push(anyOf([notOf(byCloudFront), pullback.sentFrom(CLOUDFRONT)]));
  }
  return allOf(parts);
}
