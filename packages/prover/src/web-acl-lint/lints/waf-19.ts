import { at, type Lint } from '../lint.ts';
import { leaves } from '../reading/statement.ts';

export const WAF19: Lint = {
  id: 'WAF-19',
  title: 'Countries are restricted twice, and the web ACL sees only what is left',
  remedy:
    "Restrict countries in one place; in the web ACL where labels, logs or other answers than CloudFront's 403 are wanted.",
  source: 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/georestrictions.html',
  find({ attachment, ownRules }) {
    const [distribution] = attachment?.geoRestricted ?? [];
    if (distribution === undefined) return [];
    return ownRules.flatMap((rule) => {
      const geo = rule.statement && leaves(rule.statement).find(({ leaf }) => leaf.kind === 'geo')?.leaf;
      if (!geo) return [];
      return [
        {
          ...at(rule, geo.path),
          level: 'note' as const,
          detail: `The distribution ${distribution} restricts countries by itself: requests from those never come to "${rule.shown}", and are in no log or label of the web ACL.`,
          shown: [],
        },
      ];
    });
  },
};
