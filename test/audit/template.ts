import { TENANT, V1 } from './roles.ts';

/** A SAM template with a role of every kind. */
export const TEMPLATE = `AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Parameters:
  Tenant: { Type: String, Default: ${TENANT} }
  Subject: { Type: String }
Conditions: { Prod: !Equals [a, a] }
Resources:
  Provider:
    Type: AWS::IAM::OIDCProvider
    Properties:
      Url: !Sub https://sts.windows.net/\${Tenant}/
  Tight:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: 2012-10-17
        Statement:
          - Effect: Allow
            Principal: { Federated: !GetAtt Provider.Arn }
            Action: [!Join [':', [sts, AssumeRoleWithWebIdentity]]]
            Condition:
              StringEquals: { '${V1}:aud': api://aws, '${V1}:sub': !Ref Subject }
              StringLike: !If [Prod, !Ref AWS::NoValue, !Ref AWS::NoValue]
  Wide:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: 2012-10-17
        Statement: { Effect: Allow, Action: sts:AssumeRoleWithWebIdentity,
          Principal: { Federated: !Sub 'arn:\${AWS::Partition}:iam::\${AWS::AccountId}:oidc-provider/sts.windows.net/\${Tenant}/' },
          Condition:
            {
              StringEquals:
                { '${V1}:aud': [api://aws, !Sub ['api://\${Name}', { Name: b }]] } } }
  AsText:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: !Sub |
        {"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Federated":"\${Provider.Arn}"},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"sts.windows.net/\${Tenant}/:aud":"x"}}}}
  Maybe:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: 2012-10-17
        Statement:
          Effect: Allow
          Principal: { Federated: !Ref Provider }
          Action: sts:AssumeRoleWithWebIdentity
          Condition: !If
            - Prod
            - StringEquals: { '${V1}:aud': a, '${V1}:sub': b }
            - StringEquals: { '${V1}:aud': a }
  Bucket:
    Type: AWS::S3::Bucket
  Function:
    Type: AWS::Serverless::Function
    Properties:
      AssumeRolePolicyDocument:
        { Version: 2012-10-17, Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }] }
`;
