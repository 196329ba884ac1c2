interface RoleArnParts {
  readonly partition: string | undefined;
  readonly account: string | undefined;
  /** Without its path. */
  readonly name: string | undefined;
}

/** The parts of `arn:PARTITION:iam::ACCOUNT:role/PATH/NAME`, none of them when it is no such ARN. */
export function partsOfRoleArn(arn: string | undefined): RoleArnParts {
  const [, partition, account, name] =
    /^arn:([a-z-]{1,32}):iam::(\d{12}):role\/(?:[^/]+\/)*([^/]+)$/.exec(arn ?? '') ?? [];
  return { partition, account, name };
}
