"""CloudTrail tells as which role a call was made, where LocalEmu takes everybody for a user.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
"""

import json

from localemu.runtime import hooks


@hooks.on_infra_start()
def callers_in_events():
    from localemu.services.cloudtrail.event_store import CloudTrailEvent
    from localemu.services.iam_enforcement.identity import resolve_caller

    plain = CloudTrailEvent.to_cloudtrail_event_json

    def with_caller(self) -> str:
        event = json.loads(plain(self))
        caller = resolve_caller(self.access_key_id, self.account_id, self.aws_region)
        if caller and caller.role_name:
            event["userIdentity"] = assumed(caller)
        return json.dumps(event)

    CloudTrailEvent.to_cloudtrail_event_json = with_caller


def assumed(caller) -> dict:
    account, role = caller.account_id, caller.role_name
    return {
        "type": "AssumedRole",
        "arn": caller.arn,
        "accountId": account,
        "accessKeyId": caller.access_key_id,
        "sessionContext": {
            "sessionIssuer": {
                "type": "Role",
                "arn": f"arn:aws:iam::{account}:role/{role}",
                "accountId": account,
                "userName": role,
            },
        },
    }
