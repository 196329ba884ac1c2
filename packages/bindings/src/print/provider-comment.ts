import { word } from './bash-text.ts';
import { type Printed, printedPins, printedProvider } from './printed.ts';

/** Code that keeps state has to be told: a provider is shared by all roles of the account, whoever made it. */
export function providerComments(printed: Printed, clientId: string): readonly string[] {
  const { roles } = printed;
  const { aud } = printedPins(printed);
  const audience = typeof aud === 'string' ? aud : `${aud.prefix}${clientId}`;
  const { arn } = printedProvider(printed, roles[0]);
  return [
    "The tenant's identity provider is shared by all roles of an account. Where it is there already, add the audience by",
    `  aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn ${arn} --client-id ${word(audience)}`,
    ...(roles.length > 1 ? ['in each account, with its ID in the ARN.'] : []),
  ];
}
