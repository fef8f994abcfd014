export * from './distribution-origins.ts';
export * from './distribution-part.ts';
export { errorPage } from './error-page.ts';
export { type Selections, selectionsOf } from './selections.ts';
