import { connect, createServer } from 'node:net';

/**
 * A way to a port of this machine on which every byte takes as long as over a network.
 *
 * @param {() => number} roundTripMs asked for each piece of data
 * @returns the port to connect to, and a way to close it
 */
export async function openLink(port, roundTripMs) {
  const sockets = new Set();
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket.setNoDelay(true));
      socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    }
    // The system has answered the client's SYN in no time; that round trip is made up for here.
    carry(near, far, roundTripMs, performance.now() + roundTripMs());
    carry(far, near, roundTripMs, 0);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: server.address().port,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

function carry(from, to, roundTripMs, openAt) {
  const later = (act) => {
    const wait = Math.max(0, openAt - performance.now()) + roundTripMs() / 2;
    if (wait === 0) act();
    else setTimeout(act, wait);
  };
  from.on('data', (bytes) => later(() => to.write(bytes)));
  from.on('end', () => later(() => to.end()));
  from.on('close', () => later(() => to.destroy()));
}
