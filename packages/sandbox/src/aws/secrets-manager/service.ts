import type { HttpHandler, HttpRequest } from '../../http/message.ts';
import { accountOf } from '../caller.ts';
import type { AwsCaller, AwsCloud } from '../cloud.ts';
import { authorize } from '../iam/authorization.ts';
import { answerJson, unknownOperation } from '../json-protocol.ts';
import { QueryError } from '../query-error.ts';
import { authenticate } from '../sigv4.ts';
import type { JsonObject } from '../sts/web-identity/jwt.ts';
import type { Secret } from './secret.ts';

/**
 * As much of AWS Secrets Manager as it takes to read a secret.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 */
export function createSecretsManagerService(cloud: AwsCloud): HttpHandler {
  const service = {
    target: 'secretsmanager',
    version: '1.1' as const,
    answer: (operation: string, request: HttpRequest, input: JsonObject) => {
      const caller = authenticate(cloud, request, 'secretsmanager');
      if (operation !== 'GetSecretValue') throw unknownOperation();
      return getSecretValue(cloud, caller, input);
    },
  };
  return (request) => answerJson(service, request);
}

/** Who may not read it does not learn either whether it is there. */
function getSecretValue(cloud: AwsCloud, caller: AwsCaller, input: JsonObject): JsonObject {
  const asked = input['SecretId'];
  if (typeof asked !== 'string' || asked === '') {
    throw new QueryError('InvalidParameterException', 'You must provide a value for SecretId.');
  }
  const secret = found(caller, asked);
  const action = 'secretsmanager:GetSecretValue';
  authorize(cloud, caller, { action, resource: { arn: secret?.arn ?? asked } });
  if (secret === undefined) {
    throw new QueryError(
      'ResourceNotFoundException',
      "Secrets Manager can't find the specified secret.",
    );
  }
  if (secret.isDeleted) {
    throw new QueryError(
      'InvalidRequestException',
      "You can't perform this operation on the secret because it was marked for deletion.",
    );
  }
  const { id, text, createdAt } = secret.current;
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: id,
    SecretString: text,
    VersionStages: ['AWSCURRENT'],
    CreatedDate: createdAt.getTime() / 1000,
  };
}

/** By its name or its whole ARN, among those of the caller's account. */
function found(caller: AwsCaller, asked: string): Secret | undefined {
  return accountOf(caller).secrets.find(({ name, arn }) => asked === arn || asked === name);
}
