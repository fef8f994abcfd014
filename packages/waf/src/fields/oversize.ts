import type { OversizeField } from '../compiled.ts';
import { Component } from '../component.ts';
import type { Inspection } from '../inspection.ts';
import { choice, type Part } from '../part.ts';

/** What to do with a component that is larger than what may be inspected. */
export type OversizeHandling = 'CONTINUE' | 'MATCH' | 'NO_MATCH';
export type FallbackBehavior = 'MATCH' | 'NO_MATCH';

export const oversizeHandling = (part: Part | undefined): OversizeHandling | undefined =>
  choice(part, ['CONTINUE', 'MATCH', 'NO_MATCH']);

export const fallbackBehavior = (part: Part | undefined): FallbackBehavior | undefined =>
  choice(part, ['MATCH', 'NO_MATCH']);

/** https://docs.aws.amazon.com/waf/latest/developerguide/waf-oversize-request-components.html */
export function handled(
  component: Component,
  isOversize: boolean,
  handling: OversizeHandling,
  [inspection, field]: readonly [Inspection, OversizeField],
): Component {
  if (!isOversize) return component;
  inspection.oversizeFields.push(field);
  return handling === 'CONTINUE' ? component : decided(handling);
}

export const decided = (behavior: FallbackBehavior): Component => new Component([], behavior === 'MATCH');
