import type { Step } from '@sallyport/gates';

/**
 * Whether anything from this step on is still asked of the request, here or at another gate. Where nothing is, what a rewrite
 * does to the request need not be worked out: most methods of an API end so.
 */
export function isReadOn(step: Step): boolean {
  switch (step.do) {
    case 'answer':
      return false;
    case 'call':
      return 'gate' in step.to;
    case 'rewrite':
      return isReadOn(step.next);
    case 'meter':
      return isReadOn(step.within) || isReadOn(step.exceeded);
    case 'consult':
      return isReadOn(step.granted) || isReadOn(step.denied);
    case 'choose':
    case 'inspect':
      return true;
  }
}
