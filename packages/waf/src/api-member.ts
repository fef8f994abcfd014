/** How faithfully a member of the API is modelled. */
export interface ApiMember {
  readonly property: string;
  /** `documented`: as the page says · `approximated`: AWS does not publish all of it, or not all is modelled; `note` says what. */
  readonly fidelity: 'documented' | 'approximated';
  readonly note?: string;
  readonly source: string;
}

/** A structure or an enumeration of the API, with all that it holds. */
export interface ApiCoverage {
  readonly type: string;
  readonly properties: readonly ApiMember[];
}

const API = 'https://docs.aws.amazon.com/waf/latest/APIReference/';

/** A member as its page says, or with a note on what of it is not exact. */
export type Note = true | string;

export function coverageOf(
  type: string,
  members: Readonly<Record<string, Note>>,
  source = `${API}API_${type}.html`,
): ApiCoverage {
  const properties = Object.entries(members).map(
    ([property, note]): ApiMember =>
      note === true
        ? { property, fidelity: 'documented', source }
        : { property, fidelity: 'approximated', note, source },
  );
  return { type, properties };
}
