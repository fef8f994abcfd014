import type { RuleMatch } from '../compiled.ts';
import type { Disclosure } from './disclosure.ts';
import { readable } from './readable.ts';

/** What a statement against SQL injection or cross-site scripting found. */
export interface LoggedDetail {
  readonly conditionType: string;
  readonly sensitivityLevel?: string;
  readonly location: string;
  readonly matchedData: readonly string[];
  readonly matchedFieldName?: string;
}

/** The details of a match, in the order of its statements. */
export const loggedDetails = ({ fieldMatches }: RuleMatch, disclosed: Disclosure): readonly LoggedDetail[] =>
  fieldMatches.map((match) => {
    const { matchedData, matchedFieldName, ...detail } = disclosed.fieldMatch(match).detail;
    return {
      ...detail,
      matchedData: matchedData.map(readable),
      ...(matchedFieldName === undefined ? {} : { matchedFieldName: readable(matchedFieldName) }),
    };
  });
