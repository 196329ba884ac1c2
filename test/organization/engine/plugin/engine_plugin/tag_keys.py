"""Policies see which tags somebody takes away, as aws:TagKeys, and not only those that somebody sets.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

from localemu.runtime import hooks


@hooks.on_infra_start()
def tag_keys():
    from localemu.services.iam_enforcement import enforcer

    plain = enforcer._build_conditions

    def with_tag_keys(context, caller):
        conditions = plain(context, caller)
        if keys := (context.service_request or {}).get("TagKeys"):
            conditions["aws:TagKeys"] = list(keys)
        return conditions

    enforcer._build_conditions = with_tag_keys
