// Loaded before the command: its clock is ahead by what the test has sent, so that tests need not wait for a tick to pass.
const real = Date.now;
let ahead = 0;
Date.now = () => real() + ahead;
process.on('message', (milliseconds) => {
  ahead += milliseconds;
  process.send(ahead);
});
process.channel?.unref();
