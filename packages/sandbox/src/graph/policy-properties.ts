import { badRequest, type GraphError } from './graph-error.ts';
import { isObject, type JsonObject, readText, readTexts } from './json-body.ts';

/**
 * @throws GraphError
 * @see https://learn.microsoft.com/graph/api/resources/claimsmappingpolicy
 */
export function checkClaimsMappingPolicy(body: JsonObject): void {
  readText(body['displayName'], 'displayName');
  const [definition, ...more] = readTexts(body['definition'], 'definition');
  if (definition === undefined || more.length > 0) throw invalid('definition');
  try {
    const policy: unknown = JSON.parse(definition);
    if (isObject(policy) && isObject(policy['ClaimsMappingPolicy'])) return;
  } catch {
    // Refused below, as other JSON is.
  }
  throw invalid('definition');
}

/**
 * @throws GraphError
 * @see https://learn.microsoft.com/graph/api/resources/ontokenissuancestartcustomextension
 */
export function checkExtension(body: JsonObject): void {
  const type = readText(body['@odata.type'], '@odata.type');
  if (!type.endsWith('CustomExtension')) throw invalid('@odata.type');
  readText(body['displayName'], 'displayName');
  const endpoint = body['endpointConfiguration'];
  const target = isObject(endpoint) ? endpoint['targetUrl'] : undefined;
  if (typeof target !== 'string' || !isHttps(target)) throw invalid('endpointConfiguration');
  const authentication = body['authenticationConfiguration'];
  if (!isObject(authentication)) throw invalid('authenticationConfiguration');
  readText(authentication['resourceId'], 'resourceId');
}

/**
 * @throws GraphError
 * @see https://learn.microsoft.com/graph/api/resources/ontokenissuancestartlistener
 */
export function checkListener(body: JsonObject): void {
  const type = readText(body['@odata.type'], '@odata.type');
  if (!type.endsWith('Listener')) throw invalid('@odata.type');
  if (!isObject(body['handler'])) throw invalid('handler');
}

function isHttps(url: string): boolean {
  return URL.canParse(url) && new URL(url).protocol === 'https:';
}

function invalid(property: string): GraphError {
  return badRequest(`Invalid value specified for property '${property}' of resource.`);
}
