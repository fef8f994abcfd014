import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';

const LAST_CHUNK = '0\r\n\r\n';

/**
 * Sends a body that is not known at once, with back-pressure. `onDone` is told whether all of it was sent. What is given back
 * stops it and leaves the stream as it is, since a response may still go the other way.
 */
export function sendStream(
  body: Readable,
  socket: Socket,
  isChunked: boolean,
  onProgress: () => void,
  onDone: (isWhole: boolean) => void,
): () => void {
  const onData = (chunk: Uint8Array) => {
    onProgress();
    if (!writeChunk(socket, chunk, isChunked)) body.pause();
  };
  const onDrain = () => {
    onProgress();
    body.resume();
  };
  const onEnd = () => {
    if (isChunked) socket.write(LAST_CHUNK, 'latin1');
    finish(true);
  };
  const onBroken = () => finish(false);
  const stop = () => {
    body.off('data', onData).off('end', onEnd).off('error', onBroken).off('close', onBroken).pause();
    socket.off('drain', onDrain);
  };
  const finish = (isWhole: boolean) => {
    stop();
    onDone(isWhole);
  };
  socket.on('drain', onDrain);
  body.on('data', onData).on('end', onEnd).on('error', onBroken).on('close', onBroken).resume();
  return stop;
}

function writeChunk(socket: Socket, chunk: Uint8Array, isChunked: boolean): boolean {
  if (!isChunked) return socket.write(chunk);
  socket.cork();
  socket.write(`${chunk.length.toString(16)}\r\n`, 'latin1');
  socket.write(chunk);
  const goesOn = socket.write('\r\n', 'latin1');
  socket.uncork();
  return goesOn;
}
