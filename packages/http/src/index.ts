export * from './bytes.ts';
export * from './cookies.ts';
export * from './diagnostic.ts';
export * from './headers.ts';
export * from './paragraph.ts';
export * from './request.ts';
export * from './response.ts';
export * from './target.ts';
