/** Every NUL goes. */
export const removeNulls = (text: string): string => text.replaceAll('\0', '');

/** Every NUL becomes a space. */
export const replaceNulls = (text: string): string => text.replaceAll('\0', ' ');
