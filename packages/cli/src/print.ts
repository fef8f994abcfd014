/** Where the outcomes of a command go. */
export type Print = (text: string) => void;

export const toStandardOutput: Print = (text) => {
  process.stdout.write(text);
};
