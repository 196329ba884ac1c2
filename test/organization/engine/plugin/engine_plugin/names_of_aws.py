"""Actions and resources under the names by which policies know them, where LocalEmu's IAM has others.

https://docs.aws.amazon.com/service-authorization/latest/reference/
"""

from localemu.runtime import hooks

EXECUTIONS = (
    "StartExecution",
    "DescribeExecution",
    "ListExecutions",
    "StopExecution",
    "RedriveExecution",
)


@hooks.on_infra_start()
def names_of_aws():
    from localemu.services.iam_enforcement import arn_builder, service_action_map
    from moto.iam.models import iam_backends

    builders = arn_builder._SERVICE_ARN_BUILDERS
    builders["stepfunctions"] = builders["states"]
    for operation in EXECUTIONS:
        service_action_map.ACTION_MAP[("stepfunctions", operation)] = [f"states:{operation}"]

    plain = builders["iam"]

    def iam_arn(params, region, account_id):
        if provider := params.get("OpenIDConnectProviderArn"):
            return provider
        if (url := params.get("Url")) and url.startswith("https://"):
            return f"arn:aws:iam::{account_id}:oidc-provider/{url.removeprefix('https://')}"
        # The ARN of a role has its path in it.
        for role in iam_backends[account_id]["aws"].roles.values():
            if role.name == params.get("RoleName"):
                return role.arn
        return plain(params, region, account_id)

    builders["iam"] = iam_arn
