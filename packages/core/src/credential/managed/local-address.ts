/** 127.0.0.0/8 (RFC 1122) and 169.254.0.0/16 (RFC 3927), as a URL writes them. */
const OF_THIS_MACHINE = /^(?:127\.\d{1,3}|169\.254)\.\d{1,3}\.\d{1,3}$/;
/** ::1 (RFC 4291) and fe80::/10, as a URL writes them. */
const OF_THIS_MACHINE_IPV6 = /^\[(?:::1|fe[89ab][0-9a-f]:[0-9a-f:]*)\]$/;
/** The network between an app of App Service on Linux and the machine that it runs on, where it is not 169.254.0.0/16. */
const OF_APP_SERVICE = /^172\.16\.\d{1,3}\.\d{1,3}$/;

/**
 * Whether nothing that is sent there leaves this machine, or the link to the host that it runs on.
 *
 * @param hostname of a URL, which has every number in its usual form
 */
export function isOfThisMachine(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    OF_THIS_MACHINE.test(hostname) ||
    OF_THIS_MACHINE_IPV6.test(hostname)
  );
}

/** The same for an app of App Service, whose machine is beside it. */
export function isOfAppService(hostname: string): boolean {
  return isOfThisMachine(hostname) || OF_APP_SERVICE.test(hostname);
}
