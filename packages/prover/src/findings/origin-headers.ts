import { at, isKnown, itemsSetting, type Resource, stringSetting, type Value } from '@sallyport/architecture';

/** A header that a distribution adds to its requests to an origin. */
export interface OriginHeader {
  readonly name: string;
  readonly value: Value;
}

/**
 * The OriginCustomHeaders of all origins of a distribution whose names are known:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-cloudfront-distribution-origincustomheader.html
 */
export function originHeadersOf({ properties }: Resource): readonly OriginHeader[] {
  return items(at(properties, 'DistributionConfig', 'Origins')).flatMap((origin) =>
    items(at(origin, 'OriginCustomHeaders')).flatMap((header) => {
      const name = at(header, 'HeaderName');
      const value = at(header, 'HeaderValue');
      const text = name && textOf(name);
      return text !== undefined && value ? [{ name: text, value }] : [];
    }),
  );
}

const items = (value: Value | undefined): readonly Value[] => {
  const setting = value && itemsSetting(value);
  return setting && isKnown(setting) ? setting.known : [];
};

/** The text of a value, where it is known. */
export const textOf = (value: Value): string | undefined => {
  const setting = stringSetting(value);
  return isKnown(setting) ? setting.known : undefined;
};
