"""CloudTrail tells the default bus of calls within a fifth of a second, where LocalEmu takes a minute."""

from localemu.runtime import hooks

DELAY_S = 0.2


@hooks.on_infra_start()
def prompt_events():
    from localemu.services.cloudtrail import recording_hook

    recording_hook._EVB_FORWARDING_DELAY_SECONDS = DELAY_S
