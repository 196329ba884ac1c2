import { minify as minifyWithSwc, parse } from '@swc/core';

const ECMA_VERSION = 2022;

/** Smaller code that does the same, and that is no slower to load than the code as it was. */
export async function minify(code, isCommonJs = false) {
  const { code: small } = await minifyWithSwc(withOneRequire(code), {
    module: !isCommonJs,
    compress: true,
    mangle: true,
    ecma: ECMA_VERSION,
    // One character beyond Latin-1, and V8 keeps the whole file with two bytes for each.
    format: { asciiOnly: true },
  });
  return markWrappers(small);
}

/**
 * Makes one `require` for all of Node's own modules, where the bundler makes one for each of them: 30 of them
 * take a millisecond.
 */
function withOneRequire(code) {
  const imported = 'import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";';
  const made = '__WEBPACK_EXTERNAL_createRequire(import.meta.url)';
  return code
    .replaceAll(made, 'nodeRequire')
    .replace(imported, `${imported} const nodeRequire = ${made};`);
}

/**
 * Puts the functions that a bundle wraps its modules in into parentheses, which the minifier takes for
 * superfluous. V8 compiles what stands in them at once, instead of skipping over it now and reading it a
 * second time when it is called, and nearly all of these are called.
 *
 * @see https://v8.dev/blog/preparser#pife
 */
async function markWrappers(code) {
  const { span, body } = await parse(code, { syntax: 'ecmascript', target: `es${ECMA_VERSION}` });
  const bytes = Buffer.from(code);
  const parts = [];
  let end = 0;
  for (const wrapper of wrappersIn(body)) {
    const [from, to] = [wrapper.span.start - span.start, wrapper.span.end - span.start];
    parts.push(bytes.subarray(end, from), '(', bytes.subarray(from, to), ')');
    end = to;
  }
  return [...parts, bytes.subarray(end)].join('');
}

/** The values of objects whose keys are module numbers, in the order of the text. */
function wrappersIn(node) {
  if (node === null || typeof node !== 'object') return [];
  if (Array.isArray(node)) return node.flatMap(wrappersIn);
  if (node.type === 'ObjectExpression' && node.properties.every(isNumbered)) {
    return node.properties.map(({ value }) => value).filter(({ type }) => FUNCTIONS.has(type));
  }
  return wrappersIn(Object.values(node));
}

const FUNCTIONS = new Set(['ArrowFunctionExpression', 'FunctionExpression']);

function isNumbered({ key }) {
  return key?.type === 'NumericLiteral';
}
