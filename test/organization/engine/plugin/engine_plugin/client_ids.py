"""The two calls of IAM by which audiences come into a provider and leave it.

https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddClientIDToOpenIDConnectProvider.html
https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveClientIDFromOpenIDConnectProvider.html
"""

from localemu.runtime import hooks

MOST = 100


@hooks.on_infra_start()
def client_ids():
    from localemu.aws.api import CommonServiceException, handler
    from localemu.services.iam.provider import IamProvider
    from moto.iam.models import iam_backends

    def ids_of(context, arn):
        backend = iam_backends[context.account_id][context.partition]
        return backend.get_open_id_connect_provider(arn).client_id_list

    @handler("AddClientIDToOpenIDConnectProvider")
    def add_client_id_to_open_id_connect_provider(
        self, context, open_id_connect_provider_arn, client_id, **_
    ):
        ids = ids_of(context, open_id_connect_provider_arn)
        if client_id in ids:
            return
        if len(ids) >= MOST:
            said = f"Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: {MOST}"
            raise CommonServiceException("LimitExceeded", said, 409)
        ids.append(client_id)

    @handler("RemoveClientIDFromOpenIDConnectProvider")
    def remove_client_id_from_open_id_connect_provider(
        self, context, open_id_connect_provider_arn, client_id, **_
    ):
        ids = ids_of(context, open_id_connect_provider_arn)
        if client_id in ids:
            ids.remove(client_id)

    # The engine finds an operation's method by the name of its function.
    for method in (
        add_client_id_to_open_id_connect_provider,
        remove_client_id_from_open_id_connect_provider,
    ):
        setattr(IamProvider, method.__name__, method)
