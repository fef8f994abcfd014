import { MemoryCounters, MemoryTraffic, warmUp } from '@sallyport/waf';
import { costOnce } from './cost.ts';
import { ADVERSARIAL } from './requests.ts';
import { HUNTED } from './web-acls.ts';

/**
 * What the first request costs that a process evaluates after it has warmed up, in passes, with AWS's managed rule groups. To be asked once in a process: the
 * second time it would not be the first.
 */
export function costOfFirst(name: string): number {
  const webAcl = HUNTED['managed rule groups'];
  const request = ADVERSARIAL[name];
  if (!webAcl || !request) throw new Error(`no request "${name}"`);
  warmUp(webAcl);
  const context = { traffic: new MemoryTraffic() };
  return costOnce(() => webAcl.evaluate(request, new MemoryCounters(), 0, context));
}
