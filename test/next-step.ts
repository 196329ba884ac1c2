const VERBS =
  'activate|add|check|choose|compare|correct|create|define|enable|export|find|give|have|leave|lengthen|look|lower|make|name|open|put|raise|read|remove|report|run|set|shorten|synchronize|take|upload|wait';

/** What the message of a failure must hold: a sentence, or a part of one, that tells its reader to do something. */
export const NEXT_STEP = new RegExp(`(?:^|[.,;:\\]] )(?:${VERBS}) |\\bmust (?:allow|hold)\\b`, 'i');
