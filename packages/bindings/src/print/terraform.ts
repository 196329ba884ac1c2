import { block, type HclBlock, text } from './hcl.ts';
import { comment, type Printed, proofOf } from './printed.ts';
import { providerComments } from './provider-comment.ts';
import { awsBlocks } from './terraform-aws.ts';
import { entraBlocks, MADE_IDS } from './terraform-entra.ts';

/** A configuration for Terraform, with its providers `azuread` and `aws`. */
export function printTerraform(printed: Printed): string {
  const { half, ids, application } = printed;
  const clientId = ids?.clientId ?? 'CLIENT_ID';
  const comments = [
    `The application ${application.uniqueName} in Entra, and in AWS who trusts it.`,
    ...(half === 'entra' ? [] : providerComments(printed, clientId)),
    `Not proved here. To prove it in the pipeline: ${proofOf(printed, clientId)}`,
  ];
  const blocks = [
    requirements(half),
    ...(half === 'aws' ? idVariables(printed) : entraBlocks(printed)),
    locals(half),
    ...(half === 'entra' ? [] : awsBlocks(printed)),
    output('client_id'),
    output('subject'),
  ];
  const lines = comments.map((line) => `${comment('#', line)}\n`).join('');
  return `${lines}\n${blocks.map(block).join('\n\n')}\n`;
}

function requirements(half: Printed['half']): HclBlock {
  const needed = (name: string, version: string) =>
    [name, `{ source = "hashicorp/${name}", version = "${version}" }`] as const;
  return {
    head: 'terraform',
    items: [
      {
        head: 'required_providers',
        items: [
          ...(half === 'entra' ? [] : [needed('aws', '>= 5.0')]),
          ...(half === 'aws' ? [] : [needed('azuread', '~> 3.0')]),
        ],
      },
    ],
  };
}

function idVariables({ ids }: Printed): readonly HclBlock[] {
  const variable = (name: string, description: string, known: string | undefined): HclBlock => ({
    head: `variable "${name}"`,
    items: [
      ['description', text(description)],
      ['type', 'string'],
      ...(known === undefined ? [] : [['default', text(known)] as const]),
    ],
  });
  return [
    variable('client_id', 'Application (client) ID in Entra', ids?.clientId),
    variable('subject', 'Object ID of the service principal in Entra', ids?.servicePrincipalId),
  ];
}

function locals(half: Printed['half']): HclBlock {
  const [clientId, subject] =
    half === 'aws' ? ['var.client_id', 'var.subject'] : [MADE_IDS.clientId, MADE_IDS.subject];
  return {
    head: 'locals',
    items: [
      ['client_id', clientId],
      ['subject', subject],
      ...(half === 'entra'
        ? []
        : [['sid', 'join("", ["EntraAwsCreds", replace(local.client_id, "-", "")])'] as const]),
    ],
  };
}

function output(name: string): HclBlock {
  return { head: `output "${name}"`, items: [['value', `local.${name}`]] };
}
