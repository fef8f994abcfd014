/** Paths of the sources: `/` between the parts, whatever the system they come from. */
export const normalPath = (path: string): string => {
  const parts: string[] = [];
  for (const part of path.replaceAll('\\', '/').split('/')) {
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '.' && (part !== '' || parts.length === 0)) parts.push(part);
  }
  return parts.join('/');
};

/** The folder of a path; empty for none. */
export const folderOf = (path: string): string => normalPath(path).split('/').slice(0, -1).join('/');

export const fileNameOf = (path: string): string => normalPath(path).split('/').at(-1) ?? path;

/** A path inside a folder. */
export const joinPath = (folder: string, path: string): string =>
  normalPath(folder === '' || path.startsWith('/') ? path : `${folder}/${path}`);

/** A file name without the endings that templates have. */
export const withoutEnding = (name: string): string =>
  name.replace(/\.(ya?ml|json|template)$/i, '').replace(/\.template$/i, '') || name;
