/// <reference path="./node-forge-parts.d.ts" />
import 'node-forge/lib/asn1.js';
import 'node-forge/lib/md.all.js';
import 'node-forge/lib/pbe.js';
import forge from 'node-forge/lib/forge.js';

/** What it takes to open a PFX: the rest of node-forge, as large again, is not loaded. */
export const cryptography = forge;
