import { randomUUID } from 'node:crypto';
import { QueryError } from '../query-error.ts';
import { OutboundIssuer } from '../sts/outbound-issuer.ts';
import type { XmlTree } from '../xml.ts';
import type { IamCall, IamOperations } from './iam-call.ts';

/**
 * An account's own issuer, for tokens that its roles show outside of AWS. Switched off and on again, it is the
 * same. The words of the refusals are ours.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_outbound.html
 */
export const outboundFederationOperations: IamOperations = {
  EnableOutboundWebIdentityFederation: enable,
  GetOutboundWebIdentityFederationInfo: info,
  DisableOutboundWebIdentityFederation: disable,
};

function enable({ account, cloud, authorize }: IamCall): XmlTree {
  authorize({ arn: '*' });
  if (account.outboundIssuer?.isEnabled) {
    throw new QueryError(
      'FeatureEnabled',
      'Outbound web identity federation is already enabled for this account.',
      409,
    );
  }
  account.outboundIssuer ??= new OutboundIssuer(
    cloud.publishIssuer(
      `https://${randomUUID()}.tokens.sts.global.api.aws`,
      '/.well-known/jwks.json',
    ),
  );
  account.outboundIssuer.isEnabled = true;
  return { IssuerIdentifier: account.outboundIssuer.url };
}

function info(call: IamCall): XmlTree {
  return { IssuerIdentifier: enabledIssuer(call).url, JwtVendingEnabled: 'true' };
}

function disable(call: IamCall): undefined {
  enabledIssuer(call).isEnabled = false;
}

function enabledIssuer({ account, authorize }: IamCall): OutboundIssuer {
  authorize({ arn: '*' });
  if (account.outboundIssuer?.isEnabled) return account.outboundIssuer;
  throw new QueryError(
    'FeatureDisabled',
    'Outbound web identity federation is not enabled for this account.',
    404,
  );
}
