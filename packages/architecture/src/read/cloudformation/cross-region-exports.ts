import type { Value } from '../../value.ts';
import type { Stack } from './stack.ts';

const WRITER = 'Custom::CrossRegionExportWriter';

/** The custom resource of a CDK app by which a stack reads what a stack of another region exports. */
export const CROSS_REGION_READER = 'Custom::CrossRegionExportReader';

/**
 * What a CDK app with `crossRegionReferences` hands from a stack of one region to a stack of another: a writer puts each value
 * into a parameter of Systems Manager in the reader's region, and the reader gives it back as an attribute of that name. Undefined
 * where no stack of the sources writes it, or several do.
 * https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib-readme.html#accessing-resources-in-a-different-stack-and-region
 */
export function crossRegionExport(name: string, reader: Stack): Value | undefined {
  const values = reader.reading.stacks
    .filter(({ account }) => account === reader.account)
    .flatMap((stack) => writtenBy(stack, name, reader.region));
  return values.length === 1 ? values[0] : undefined;
}

function writtenBy(stack: Stack, name: string, region: string): readonly Value[] {
  return [...stack.declarations.values()].flatMap(({ type, logicalId }) => {
    if (type !== WRITER || stack.presence(logicalId).decided === false) return [];
    const to = stack.propertyOf(logicalId, 'WriterProps.region');
    if (to?.kind !== 'scalar' || to.value !== region) return [];
    return stack.propertyOf(logicalId, `WriterProps.exports.${name}`) ?? [];
  });
}
