/**
 * The program of a function's process, in the place of Lambda's runtime for Node: loads the module, then
 * answers each message with what the handler made of the event in it. What it logs comes before that, the same
 * way. The clock can be put forward.
 *
 * Started with the URL of the module and the name of the handler.
 */
export const FUNCTION_PROGRAM = `
const RealDate = Date;
let aheadMs = 0;
globalThis.Date = class Date extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + aheadMs);
    else super(...given);
  }
  static now() {
    return RealDate.now() + aheadMs;
  }
};
process.stdout.write = (text) => process.send({ log: String(text) });
process.on('disconnect', () => process.exit());
const [module, handler] = process.argv.slice(1);
const loaded = import(module);
process.on('message', async (message) => {
  aheadMs = message.aheadMs;
  try {
    const result = await (await loaded)[handler](message.event);
    process.send({ result: result ?? null });
  } catch (error) {
    process.send({ errorType: error.name, errorMessage: error.message });
  }
});
`;
