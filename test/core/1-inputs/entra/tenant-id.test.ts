import { describe } from '@jest/globals';
import {
  parseClientId,
  parseTenantId,
} from '../../../../packages/core/src/1-inputs/entra/tenant-id.ts';
import { testAccepted, testAnyText, testRefused } from '../parser-tests.ts';

const GUID = '0F1E2D3C-4b5a-6978-8796-a5b4c3d2e1f0';

describe('a tenant', () => {
  testAccepted(parseTenantId, [
    ['a GUID, lower-cased', GUID, GUID.toLowerCase()],
    ['a domain', 'Contoso.onmicrosoft.com', 'contoso.onmicrosoft.com'],
  ]);
  testRefused(parseTenantId, [
    ['the tenant common', 'common', /names no tenant/],
    ['a path', 'contoso.com/../evil', /neither a GUID nor a domain/],
    ['a line break', 'contoso.com\n', /neither/],
  ]);
  testAnyText(parseTenantId);
});

describe('a client ID', () => {
  testAccepted(parseClientId, [['a GUID, lower-cased', GUID, GUID.toLowerCase()]]);
  testRefused(parseClientId, [
    ['a name', 'my-app', /not a GUID/],
    ['a GUID in braces', `{${GUID}}`, /not a GUID/],
  ]);
  testAnyText(parseClientId);
});
