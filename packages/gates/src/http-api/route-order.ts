import type { Route } from '@sallyport/architecture';
import { compareResources } from '../rest-api/resource-order.ts';

/**
 * The order in which an HTTP API tries its routes: a full match of route and method, one with a greedy path variable, `$default`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export function compareRoutes(a: Route, b: Route): number {
  if (a.path === undefined || b.path === undefined) return Number(a.path === undefined) - Number(b.path === undefined);
  const greedy = Number(a.path.endsWith('+}')) - Number(b.path.endsWith('+}'));
  if (greedy !== 0) return greedy;
  const path = compareResources(a.path, b.path);
  return path === 0 ? Number(a.method === 'ANY') - Number(b.method === 'ANY') : path;
}
