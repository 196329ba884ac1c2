import { QueryError, validationError } from '../query-error.ts';
import type { XmlTree } from '../xml.ts';
import type { FormOperation } from './operation.ts';

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Operations.html */
export const CLOUD_FORMATION_ACTIONS: Readonly<Record<string, FormOperation>> = {
  DescribeStacks: describeStacks,
  DescribeStackSet: describeStackSet,
  ListStackInstances: listStackInstances,
};

/** So that pages are met before there are a hundred. */
const PAGE = 3;

function describeStacks(
  { id, partition, regional }: Parameters<FormOperation>[0],
  parameters: URLSearchParams,
): XmlTree {
  const name = parameters.get('StackName');
  const stacks = regional.stacks.filter((one) => name === null || one.name === name);
  if (name !== null && stacks.length === 0) {
    throw validationError(`Stack with id ${name} does not exist`);
  }
  return {
    Stacks: stacks.map((one) => ({
      StackId: `arn:${partition}:cloudformation:us-east-1:${id}:stack/${one.name}/0`,
      StackName: one.name,
      StackStatus: one.status,
      StackStatusReason: one.statusReason,
      Outputs: pairs(one.outputs, 'Output'),
      Parameters: pairs(one.parameters, 'Parameter'),
    })),
  };
}

function pairs(values: Readonly<Record<string, string>>, kind: string): readonly XmlTree[] {
  return Object.entries(values).map(([key, value]) => ({
    [`${kind}Key`]: key,
    [`${kind}Value`]: value,
  }));
}

function describeStackSet(
  account: Parameters<FormOperation>[0],
  parameters: URLSearchParams,
): XmlTree {
  const { name, parameters: own } = stackSetIn(account, parameters);
  return { StackSet: { StackSetName: name, Parameters: pairs(own, 'Parameter') } };
}

function listStackInstances(
  account: Parameters<FormOperation>[0],
  parameters: URLSearchParams,
): XmlTree {
  const set = stackSetIn(account, parameters);
  const start = Number(parameters.get('NextToken') ?? 0);
  const rest = set.instances.length > start + PAGE ? { NextToken: String(start + PAGE) } : {};
  return {
    Summaries: set.instances
      .slice(start, start + PAGE)
      .map(({ account, region, status, statusReason }) => ({
        Account: account,
        Region: region,
        Status: status,
        StatusReason: statusReason,
      })),
    ...rest,
  };
}

function stackSetIn({ regional }: Parameters<FormOperation>[0], parameters: URLSearchParams) {
  const name = parameters.get('StackSetName');
  const as = parameters.get('CallAs') ?? 'SELF';
  const set = regional.stackSets.find((one) => one.name === name && one.calledAs === as);
  if (set !== undefined) return set;
  throw new QueryError('StackSetNotFoundException', `StackSet ${name} not found`, 404);
}
