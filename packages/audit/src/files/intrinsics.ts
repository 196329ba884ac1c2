import { pathTo } from '@entra-aws-creds/trust-policy';
import { type Document, isMap, isScalar, isSeq, type Node } from 'yaml';
import {
  fieldOf,
  fieldsOf,
  type Intrinsic,
  intrinsicIn,
  itemsOf,
  NO_VALUE,
  scalarText,
  TemplateTooLarge,
  withoutAlias,
} from './template-node.ts';

/** Which outcome of its conditions a template is read with. */
export type Branch = 0 | 1;

const DEPTH_LIMIT = 48;
const NODE_LIMIT = 100_000;

/** Pseudo parameters that read the same everywhere; the account's own number does not. */
const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::AccountId': '<AccountId>',
  'AWS::Region': '<Region>',
  'AWS::StackName': '<StackName>',
  'AWS::StackId': '<StackId>',
};

/**
 * Reads values out of a template, its intrinsic functions worked out as far as the template says what
 * they come to: parameters by their defaults, identity providers of the template by their URL. Everything else
 * stands as `<Name>`: some fixed text that is known at deployment.
 *
 * @param found told of every node of the value by its path
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
export function resolver(
  document: Document,
  root: Node,
  branch: Branch,
  found: (path: string, node: Node) => void,
): (node: Node, path: string) => unknown {
  let visited = 0;

  const resolve = (from: Node, path: string, depth = 0): unknown => {
    visited++;
    if (visited > NODE_LIMIT || depth > DEPTH_LIMIT) throw new TemplateTooLarge();
    const node = withoutAlias(from, document);
    if (node === undefined || node === null) return null;
    if (path.startsWith('$')) found(path, node);
    const intrinsic = intrinsicIn(node);
    if (intrinsic !== undefined) return worked(intrinsic, path, depth + 1);
    return literal(node, path, depth);
  };

  const literal = (node: Node, path: string, depth: number): unknown => {
    if (isMap(node)) {
      const members = fieldsOf(node).map(([name, member]) => {
        return [name, resolve(member, pathTo(path, name), depth + 1)] as const;
      });
      return Object.fromEntries(members);
    }
    if (isSeq(node)) {
      const values: unknown[] = [];
      for (const item of itemsOf(node)) {
        const value = resolve(item, pathTo(path, values.length), depth + 1);
        if (value !== NO_VALUE) values.push(value);
      }
      return values;
    }
    if (!isScalar(node)) return null;
    return typeof node.value === 'number' ? scalarText(node) : node.value;
  };

  const text = (node: Node | undefined, depth: number): string => {
    if (node === undefined) return '';
    const value = resolve(node, '', depth);
    return typeof value === 'string' ? value : Array.isArray(value) ? value.join(',') : '<value>';
  };

  const worked = ({ name, argument }: Intrinsic, path: string, depth: number): unknown => {
    if (name === 'Ref') return named(scalarText(argument) ?? '', depth);
    if (name === 'Sub') return substituted(argument, depth);
    if (name === 'GetAtt') return attribute(argument, depth);
    const [first, second, third] = itemsOf(argument);
    if (name === 'If') {
      const chosen = branch === 0 ? second : third;
      return chosen === undefined ? null : resolve(chosen, path, depth);
    }
    if (name === 'Join' && first !== undefined && second !== undefined) {
      const parts = resolve(second, '', depth);
      const list = Array.isArray(parts) ? parts : [parts];
      return list
        .map((part) => (typeof part === 'string' ? part : '<value>'))
        .join(text(first, depth));
    }
    if (name === 'Split' && second !== undefined) {
      return text(second, depth).split(text(first, depth) || ',');
    }
    if (name === 'Select' && second !== undefined) {
      const list = resolve(second, '', depth);
      const one = Array.isArray(list) ? list[Number(scalarText(first))] : undefined;
      return typeof one === 'string' ? one : '<Select>';
    }
    if (name === 'ToJsonString') return JSON.stringify(literal(argument, path, depth));
    return `<${name}>`;
  };

  const named = (name: string, depth: number): unknown => {
    if (name === 'AWS::NoValue') return NO_VALUE;
    const pseudo = Object.hasOwn(PSEUDO, name) ? PSEUDO[name] : undefined;
    if (pseudo !== undefined) return pseudo;
    const fallback = memberAt('Parameters', name, 'Default');
    if (fallback !== undefined) return text(fallback, depth + 1);
    return providerArn(name, depth) ?? `<${name}>`;
  };

  const substituted = (argument: Node, depth: number): string => {
    const [template, variables] = isSeq(argument) ? itemsOf(argument) : [argument];
    return (scalarText(template) ?? '').replace(/\$\{([^}]*)\}/g, (whole, inner: string) => {
      const name = inner.trim();
      if (name.startsWith('!')) return `\${${name.slice(1)}}`;
      const own = isMap(variables) ? fieldOf(variables, name) : undefined;
      if (own !== undefined) return text(own, depth + 1);
      const value =
        name.includes('.') && !name.startsWith('AWS::')
          ? byDots(name, depth)
          : named(name, depth + 1);
      return typeof value === 'string' ? value : whole;
    });
  };

  const attribute = (argument: Node, depth: number): string => {
    const parts = isSeq(argument)
      ? itemsOf(argument).map((one) => scalarText(one) ?? '')
      : undefined;
    return byDots(parts?.join('.') ?? scalarText(argument) ?? '', depth);
  };

  const byDots = (name: string, depth: number): string => {
    const [resource = '', wanted] = name.split('.');
    return (wanted === 'Arn' ? providerArn(resource, depth) : undefined) ?? `<${name}>`;
  };

  /** An identity provider that the same template makes: its ARN follows from its URL. */
  const providerArn = (resource: string, depth: number): string | undefined => {
    if (scalarText(memberAt('Resources', resource, 'Type')) !== 'AWS::IAM::OIDCProvider')
      return undefined;
    const properties = memberAt('Resources', resource, 'Properties');
    const url = isMap(properties) ? fieldOf(properties, 'Url') : undefined;
    if (url === undefined) return undefined;
    return `arn:aws:iam::<AccountId>:oidc-provider/${text(url, depth + 1).replace(/^https:\/\//i, '')}`;
  };

  const memberAt = (...path: readonly string[]): Node | undefined => {
    let here: Node | undefined = root;
    for (const step of path) here = isMap(here) ? fieldOf(here, step) : undefined;
    return here;
  };

  return resolve;
}
