import { type CollectionTag, parse, type ScalarTag, type YAMLMap, type YAMLSeq } from 'yaml';

// biome-ignore lint/suspicious/noExplicitAny: properties of resources are whatever CloudFormation has
type Properties = any;

/** A template as far as it can be known before it is deployed. */
export interface Template {
  readonly Parameters: Readonly<
    Record<string, { readonly Default?: unknown; readonly AllowedPattern?: string }>
  >;
  readonly Globals?: { readonly Function?: Properties };
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Properties: Properties }>
  >;
}

type Values = Readonly<Record<string, string>>;

/**
 * The template with its functions worked out: parameters and attributes (`Name.Arn`) by these values, else
 * parameters by their defaults. What is not known is `ref:Name` or `attribute:Name.Arn`.
 *
 * @param text YAML, with the short forms of the functions
 */
export function resolveTemplate(text: string, values: Values): Template {
  const raw = parse(text, { customTags: TAGS }) as Template & {
    readonly Conditions?: Readonly<Record<string, unknown>>;
  };
  const defaults = Object.entries(raw.Parameters).map(([name, one]) => [name, one.Default]);
  const known = { ...Object.fromEntries(defaults), ...values } as Values;
  const work = (value: unknown): unknown => {
    if (value instanceof Intrinsic) return value.evaluate(known, raw.Conditions ?? {}, work);
    if (Array.isArray(value)) return value.map(work).filter((one) => one !== NO_VALUE);
    if (typeof value !== 'object' || value === null) return value;
    const members = Object.entries(value).map(([name, one]) => [name, work(one)] as const);
    return Object.fromEntries(members.filter(([, one]) => one !== NO_VALUE));
  };
  const { Parameters, Globals, Resources } = raw;
  return {
    Parameters,
    ...(Globals && { Globals: work(Globals) as NonNullable<Template['Globals']> }),
    Resources: work(Resources) as Template['Resources'],
  };
}

const NO_VALUE = Symbol('AWS::NoValue');

class Intrinsic {
  readonly #name: string;
  readonly #value: unknown;

  constructor(name: string, value: unknown) {
    this.#name = name;
    this.#value = value;
  }

  evaluate(
    known: Values,
    conditions: Readonly<Record<string, unknown>>,
    work: (value: unknown) => unknown,
  ): unknown {
    if (this.#name === 'If') {
      const [condition, whenTrue, whenFalse] = this.#value as readonly unknown[];
      return work(work(conditions[String(condition)]) === true ? whenTrue : whenFalse);
    }
    const value = work(this.#value);
    const list = value as readonly unknown[];
    switch (this.#name) {
      case 'Ref':
        return value === 'AWS::NoValue' ? NO_VALUE : (known[String(value)] ?? `ref:${value}`);
      case 'GetAtt':
        return known[String(value)] ?? `attribute:${value}`;
      case 'Sub':
        return String(value).replace(/\$\{([\w:.]+)\}/g, (_, name) => known[name] ?? `ref:${name}`);
      case 'Equals':
        return list[0] === list[1];
      case 'Not':
        return list[0] !== true;
      default:
        throw new Error(`!${this.#name} is not known here`);
    }
  }
}

const NAMES = ['Ref', 'GetAtt', 'Sub', 'Equals', 'Not', 'If'];
const TAGS = NAMES.flatMap((name): (ScalarTag | CollectionTag)[] => [
  { tag: `!${name}`, resolve: (text: string) => new Intrinsic(name, text) },
  {
    tag: `!${name}`,
    collection: 'seq',
    resolve: (node: YAMLSeq | YAMLMap) => new Intrinsic(name, asList(node)),
  },
]);

/** With nested functions as they are. */
function asList(node: YAMLSeq | YAMLMap): unknown {
  return node.items.map((item) => plain(item));
}

// biome-ignore lint/suspicious/noExplicitAny: nodes of three kinds
function plain(node: any): unknown {
  if (node?.items === undefined) return node?.value ?? node;
  if (node instanceof Intrinsic) return node;
  if (node.items.every((item: object) => 'key' in item)) {
    const pairs = node.items.map((pair: { key: unknown; value: unknown }) => [
      plain(pair.key),
      plain(pair.value),
    ]);
    return Object.fromEntries(pairs);
  }
  return node.items.map(plain);
}
