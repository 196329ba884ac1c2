/** A name that was found, and the connection to it that was made: each is seen to in a turn of its own. */
const TURNS = 2;

/**
 * Lets Node see to the connections that were begun, which it does not while code is loaded or run: between two
 * pieces of such work, so that the servers have something to do meanwhile.
 */
export async function seeToConnections(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn += 1) await new Promise(setImmediate);
}
