"""GetWebIdentityToken: who may call it is decided here, the token is signed by the account's issuer.

That issuer is at the address in OUTBOUND_ISSUER_URL: it takes the claims that only the engine knows, and
answers with the token.

https://docs.aws.amazon.com/STS/latest/APIReference/API_GetWebIdentityToken.html
"""

import json
import os
import urllib.request
from datetime import datetime, timedelta, timezone

from localemu.runtime import hooks

ACTION = "sts:GetWebIdentityToken"


@hooks.on_infra_start()
def identity_tokens():
    from localemu.aws.api import handler
    from localemu.services.iam_enforcement import enforcer, identity
    from localemu.services.sts.provider import StsProvider
    from localemu.utils.aws.request_context import extract_access_key_id_from_auth_header
    from moto.iam.models import iam_backends

    plain = enforcer._build_conditions

    def with_those_of_the_token(context, caller):
        conditions = plain(context, caller)
        if context.operation.name == "GetWebIdentityToken":
            asked = context.service_request
            conditions |= {
                "sts:IdentityTokenAudience": asked["Audience"],
                "sts:SigningAlgorithm": asked["SigningAlgorithm"],
                "sts:DurationSeconds": str(asked.get("DurationSeconds", 300)),
            }
        return conditions

    @handler("GetWebIdentityToken")
    def get_web_identity_token(self, context, audience, signing_algorithm, duration_seconds=300, **_):
        key = extract_access_key_id_from_auth_header(context.request.headers)
        caller = identity.resolve_caller(key, context.account_id, context.region)
        roles = iam_backends[context.account_id][context.partition].roles.values()
        [role] = [role for role in roles if role.name == caller.role_name]
        claims = {
            "account": context.account_id,
            "role": role.arn,
            "audience": audience,
            "algorithm": signing_algorithm,
            "seconds": duration_seconds,
        }
        return {
            "WebIdentityToken": signed(claims),
            "Expiration": datetime.now(timezone.utc) + timedelta(seconds=duration_seconds),
        }

    enforcer._build_conditions = with_those_of_the_token
    StsProvider.get_web_identity_token = get_web_identity_token


def signed(claims: dict) -> str:
    request = urllib.request.Request(os.environ["OUTBOUND_ISSUER_URL"], json.dumps(claims).encode())
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=10) as answer:
        return answer.read().decode()
