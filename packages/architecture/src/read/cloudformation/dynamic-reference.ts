import type { Place } from '@sallyport/http';
import { isOpaque, type Opaque, type Text } from '../../text.ts';
import { textOf } from './composed-text.ts';
import { type Position, reportPlace } from './position.ts';
import type { Stack } from './stack.ts';

/**
 * What a dynamic reference stands for. `body` is what follows `{{resolve:<service>:`, in parts.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
 */
export function resolveDynamicReference(service: string, body: readonly Text[], at: Position, place: Place): Text {
  const segments = segmentsOf(body);
  switch (service) {
    case 'secretsmanager':
      return secretText(segments, at, place);
    case 'ssm':
      return parameterText(segments, at, place);
    case 'ssm-secure':
      return opaque(
        'secret',
        `ssm-secure:${segments.map(identityOf).join(':')}`,
        `SSM secure parameter "${shown(segments[0])}"`,
        place,
      );
    default:
      reportPlace(
        at,
        place,
        'unknown-dynamic-reference',
        `Cannot follow the dynamic reference "${service}": unknown service, expected secretsmanager, ssm or ssm-secure.`,
      );
      return opaque(
        'unknown',
        `${service}:${segments.map(identityOf).join(':')}`,
        `dynamic reference to ${service}`,
        place,
      );
  }
}

/** The parts between the colons; each is a list of known and opaque parts. */
type Segment = readonly Text[];

function segmentsOf(body: readonly Text[]): readonly Segment[] {
  const segments: Text[][] = [[]];
  for (const part of body) {
    if (isOpaque(part)) segments.at(-1)?.push(part);
    else
      for (const [index, piece] of part.split(':').entries()) {
        if (index > 0) segments.push([]);
        if (piece !== '') segments.at(-1)?.push(piece);
      }
  }
  return segments;
}

const identityOf = (segment: Segment | undefined): string =>
  (segment ?? []).map((part) => (isOpaque(part) ? `\${${part.opaque}}` : part)).join('');
const shown = (segment: Segment | undefined): string =>
  (segment ?? []).map((part) => (isOpaque(part) ? part.reason : part)).join('');

const opaque = (nature: Opaque['nature'], identity: string, reason: string, place: Place): Opaque => ({
  opaque: identity,
  nature,
  reason,
  place,
});

/** `secret-id:SecretString:json-key:version-stage:version-id`; a secret id that is an ARN has six colons of its own. */
function secretText(segments: readonly Segment[], at: Position, place: Place): Text {
  const idLength = identityOf(segments[0]) === 'arn' ? 7 : 1;
  const id = segments.slice(0, idLength).map(identityOf).join(':');
  const [key, stage, version] = segments.slice(idLength + 1).map(identityOf);
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html: AWSCURRENT is the default.
  const staged = stage === undefined || stage === 'AWSCURRENT' ? '' : stage;
  const owner = at.stack.reading.secrets.find(id, at.stack);
  const name = owner === undefined ? id : `${owner.stack.name}/${owner.logicalId}`;
  const identity = ['secretsmanager', name, key ?? '', staged, version ?? ''].join(':').replace(/:+$/, '');
  const reason = `secretsmanager secret "${owner?.logicalId ?? segments.slice(0, idLength).map(shown).join(':')}"${key ? ` key "${key}"` : ''}`;
  if (owner === undefined || staged !== '' || version) return opaque('secret', identity, reason, place);
  return ownedSecretText(owner, key ?? '', opaque('secret', identity, reason, place));
}

/** The value of a secret that the sources make: a literal, a generated one, or one that only its identity is known of. */
function ownedSecretText(owner: Owner, key: string, secret: Opaque): Text {
  const literal = owner.stack.propertyOf(owner.logicalId, 'SecretString');
  if (literal !== undefined) {
    const text = textOf(literal);
    if (text === undefined) return secret;
    if (key === '') return text;
    return isOpaque(text) ? secret : (jsonKey(text, key) ?? secret);
  }
  if (owner.stack.propertyOf(owner.logicalId, 'GenerateSecretString') === undefined) return secret;
  const generatedKey = known(owner, 'GenerateSecretString.GenerateStringKey');
  if (key === '' || key === generatedKey) return { ...secret, nature: 'generated' };
  const template = known(owner, 'GenerateSecretString.SecretStringTemplate');
  return (template === undefined ? undefined : jsonKey(template, key)) ?? secret;
}

interface Owner {
  readonly stack: Stack;
  readonly logicalId: string;
}

function known(owner: Owner, property: string): string | undefined {
  const value = owner.stack.propertyOf(owner.logicalId, property);
  const text = value === undefined ? undefined : textOf(value);
  return text === undefined || isOpaque(text) ? undefined : text;
}

function jsonKey(json: string, key: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(json);
    if (typeof parsed !== 'object' || parsed === null) return undefined;
    const value: unknown = Object.entries(parsed).find(([name]) => name === key)?.[1];
    return typeof value === 'string'
      ? value
      : typeof value === 'number' || typeof value === 'boolean'
        ? String(value)
        : undefined;
  } catch {
    return undefined;
  }
}

/** `name:version`. The parameter's text, where the sources make it. */
function parameterText(segments: readonly Segment[], at: Position, place: Place): Text {
  const name = identityOf(segments[0]);
  const version = identityOf(segments[1]);
  if (version === '' || version === '1') {
    const text = at.stack.reading.systemParameters.text(name, at.stack);
    if (text !== undefined) return text;
  }
  return opaque('unknown', systemParameterIdentity(name, version), `SSM parameter "${shown(segments[0])}"`, place);
}

/** The identity of a plain SSM parameter; a parameter of type AWS::SSM::Parameter::Value has the same. */
export const systemParameterIdentity = (name: string, version = ''): string =>
  `ssm:${name}${version === '' ? '' : `:${version}`}`;
