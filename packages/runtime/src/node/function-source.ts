/**
 * What runs in a function's own process, as CommonJS text, so that it needs no file beside a bundled command. It loads the
 * handler and says `{ready}`, then answers `{id, event, milliseconds}` messages with `{id, value}` or `{id, error}`.
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html
 */
export const FUNCTION_SOURCE = `
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');
const dot = process.env._HANDLER.lastIndexOf('.');
const file = process.env._HANDLER.slice(0, dot);
const name = process.env._HANDLER.slice(dot + 1);
const describe = (error) =>
  error instanceof Error
    ? { errorType: error.name, errorMessage: error.message, trace: String(error.stack).split('\\n') }
    : { errorType: typeof error, errorMessage: String(error), trace: [] };
const load = async () => {
  const base = join(process.env.LAMBDA_TASK_ROOT, file);
  const found = ['.js', '.mjs', '.cjs'].map((ending) => base + ending).find((path) => existsSync(path));
  if (!found) throw Object.assign(new Error("Cannot find module '" + file + "'"), { name: 'Runtime.ImportModuleError' });
  const module = await import(pathToFileURL(found).href);
  const handler = module[name] ?? module.default?.[name];
  if (typeof handler !== 'function')
    throw Object.assign(new Error(process.env._HANDLER + ' is undefined or not exported'), { name: 'Runtime.HandlerNotFound' });
  return handler;
};
const loaded = load();
loaded.catch(() => {}).then(() => process.send({ ready: true }));
const contextOf = (id, deadline, settle) => ({
  awsRequestId: id,
  functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
  functionVersion: '$LATEST',
  memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
  invokedFunctionArn: process.env.SALLYPORT_FUNCTION_ARN,
  logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
  logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
  callbackWaitsForEmptyEventLoop: true,
  getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  done: settle,
  succeed: (value) => settle(null, value),
  fail: (error) => settle(error),
});
const invoke = (handler, { id, event, milliseconds }) =>
  new Promise((resolve, reject) => {
    const settle = (error, value) => (error ? reject(error) : resolve(value));
    const result = handler(event, contextOf(id, Date.now() + milliseconds, settle), settle);
    if (typeof result?.then === 'function') result.then(resolve, reject);
  });
process.on('message', async (message) => {
  try {
    const value = await invoke(await loaded, message);
    process.send({ id: message.id, value: JSON.stringify(value ?? null) });
  } catch (error) {
    process.send({ id: message.id, error: describe(error) });
  }
});
process.on('disconnect', () => process.exit(0));
`;
