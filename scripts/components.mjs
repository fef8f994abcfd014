// Writes the coverage tables of docs/components anew from the code.
import { importBundled } from './bundle.mjs';

await importBundled('conformance/components.ts');
