"""Whoever signs with an account's number for an access key is that account's administrator."""

import re

from localemu.runtime import hooks


class Numbers(frozenset):
    def __contains__(self, key) -> bool:
        return re.fullmatch(r"\d{12}", str(key)) is not None


@hooks.on_infra_start()
def accounts_by_number():
    from localemu.services.iam_enforcement import identity
    from localemu.services.sts import provider

    # The engine reads a list that must be known before it starts; organizations number accounts later.
    for module in (identity, provider):
        module._get_root_access_keys = Numbers
