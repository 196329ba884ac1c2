// The parts of node-forge as modules of their own, which its types do not name.
declare module 'node-forge/lib/forge.js' {
  import type forge from 'node-forge';

  const parts: typeof forge;
  export default parts;
}
declare module 'node-forge/lib/asn1.js';
declare module 'node-forge/lib/md.all.js';
declare module 'node-forge/lib/pbe.js';
