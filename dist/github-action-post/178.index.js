export const id = 178;
export const ids = [178];
export const modules = {

/***/ 5178:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  checkRoleTrust: () => (/* reexport */ checkRoleTrust),
  decide: () => (/* reexport */ decide),
  explainRefusal: () => (/* reexport */ explainRefusal)
});

;// CONCATENATED MODULE: ./packages/core/lib/4-checks/trust-policy/assume-role-context.js
/**
 * Keys that no such request of ours carries, by their documented availability: it comes from no AWS
 * service and passes no source identity. Left out, and so unknown, is what hangs on the caller's role
 * and organization, on its network, and on the session before.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const ABSENT_KEYS = [
    'aws:username',
    'aws:CalledVia',
    'aws:CalledViaFirst',
    'aws:CalledViaLast',
    'aws:PrincipalServiceName',
    'aws:PrincipalServiceNamesList',
    'aws:SourceAccount',
    'aws:SourceArn',
    'aws:SourceOrgID',
    'aws:SourceOrgPaths',
    'aws:referer',
    'sts:AWSServiceName',
    'sts:SourceIdentity',
];
const TAG_KEYS = ['aws:RequestTag/', 'aws:TagKeys', 'sts:TransitiveTagKeys'];
function assumeRoleContext(facts, request = {}) {
    const { caller, sessionName, externalId, tags, transitiveKeys, inheritsTags } = facts;
    const { partition, account, roleArn, sessionArn } = caller;
    const keys = new Map();
    const set = (key, ...values) => keys.set(key.toLowerCase(), values);
    set('aws:PrincipalArn', roleArn);
    set('aws:PrincipalAccount', account);
    set('aws:PrincipalType', 'AssumedRole');
    set('aws:PrincipalIsAWSService', 'false');
    set('aws:ViaAWSService', 'false');
    set('aws:SecureTransport', 'true');
    set('sts:RoleSessionName', sessionName);
    if (externalId !== undefined)
        set('sts:ExternalId', externalId);
    if (!inheritsTags) {
        for (const { key, value } of tags)
            set(`aws:RequestTag/${key}`, value);
        if (tags.length > 0)
            set('aws:TagKeys', ...tags.map(({ key }) => key));
        if (transitiveKeys.length > 0)
            set('sts:TransitiveTagKeys', ...transitiveKeys);
    }
    const { now, region } = request;
    if (now !== undefined) {
        set('aws:CurrentTime', now.toISOString());
        set('aws:EpochTime', String(Math.floor(now.getTime() / 1000)));
    }
    if (region !== undefined)
        set('aws:RequestedRegion', region);
    const absent = [
        ...ABSENT_KEYS,
        ...(externalId === undefined ? ['sts:ExternalId'] : []),
        ...(inheritsTags ? [] : TAG_KEYS),
    ];
    return {
        action: 'sts:AssumeRole',
        principal: { aws: [roleArn, sessionArn, `arn:${partition}:iam::${account}:root`, account] },
        keys,
        absentKeys: new Set(absent.map((key) => key.toLowerCase())),
        caller,
        externalId,
    };
}

;// CONCATENATED MODULE: ./packages/core/lib/4-checks/trust-policy/truth.js
function truth(value) {
    return value ? 'true' : 'false';
}
function not(value) {
    if (value === 'unknown')
        return 'unknown';
    return value === 'true' ? 'false' : 'true';
}
/** Whether one is true; `false` of none. */
function anyOf(values) {
    if (values.includes('true'))
        return 'true';
    return values.includes('unknown') ? 'unknown' : 'false';
}
/** Whether every one is true; `true` of none. */
function allOf(values) {
    if (values.includes('false'))
        return 'false';
    return values.includes('unknown') ? 'unknown' : 'true';
}

;// CONCATENATED MODULE: ./packages/core/lib/4-checks/trust-policy/wildcard-pattern.js
/** `*` in a pattern: any number of characters, none included. */
const ANY = Symbol('*');
/** `?` in a pattern: exactly one character. */
const ONE = Symbol('?');
/** `text` with `*` and `?` as wildcards. */
function wildcardPattern(text) {
    return Array.from(text, (character) => {
        if (character === '*')
            return ANY;
        return character === '?' ? ONE : character;
    });
}
function literalPattern(text) {
    return Array.from(text);
}
function hasWildcard(pattern) {
    return pattern.some((part) => typeof part === 'symbol');
}
/**
 * Whether all of `text` matches. Only the latest `*` is ever taken back, which makes the
 * cost at most length times length: a policy full of `a*a*a*` cannot stall the step.
 */
function matchesPattern(pattern, text) {
    const characters = Array.from(text);
    let part = 0;
    let position = 0;
    let star = -1;
    let starPosition = 0;
    while (position < characters.length) {
        const expected = pattern[part];
        if (expected === ANY) {
            star = part++;
            starPosition = position;
        }
        else if (expected !== undefined && (expected === ONE || expected === characters[position])) {
            part++;
            position++;
        }
        else if (star >= 0) {
            part = star + 1;
            position = ++starPosition;
        }
        else {
            return false;
        }
    }
    while (pattern[part] === ANY)
        part++;
    return part === pattern.length;
}

;// CONCATENATED MODULE: ./packages/core/lib/4-checks/trust-policy/arn-comparison.js


/**
 * `ArnEquals` and `ArnLike`, which behave identically: each of the six components matches
 * by itself, so that no wildcard reaches across a colon. The sixth keeps its colons.
 * A pattern that has not six components is unknown: AWS documents nothing about it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
function matchesArn(pattern, value) {
    const wanted = patternComponents(pattern);
    if (wanted === undefined)
        return 'unknown';
    const components = value.split(':');
    if (components.length < 6)
        return 'false';
    const six = [...components.slice(0, 5), components.slice(5).join(':')];
    return truth(six.every((text, index) => matchesPattern(wanted[index] ?? [], text)));
}
function patternComponents(pattern) {
    const components = [];
    let start = 0;
    for (let index = 0; index < pattern.length && components.length < 5; index++) {
        if (pattern[index] !== ':')
            continue;
        components.push(pattern.slice(start, index));
        start = index + 1;
    }
    return components.length < 5 ? undefined : [...components, pattern.slice(start)];
}

;// CONCATENATED MODULE: ./packages/core/lib/4-checks/trust-policy/date-comparison.js
const W3C_DATE = /^(\d{4})-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?)?$/;
/**
 * Below, at or above zero as `left` is before, at or after `right`; undefined unless both
 * are dates: one of the W3C forms of ISO 8601, or seconds since 1970.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Date
 * @see https://www.w3.org/TR/NOTE-datetime
 */
function compareDates(left, right) {
    const one = milliseconds(left);
    const other = milliseconds(right);
    return one === undefined || other === undefined ? undefined : one - other;
}
function milliseconds(text) {
    // Four digits could be a year as well as seconds: AWS does not say which.
    if (/^-?\d{1,12}(\.\d{1,9})?$/.test(text)) {
        return /^\d{4}$/.test(text) ? undefined : Number(text) * 1000;
    }
    const match = W3C_DATE.exec(text);
    if (match === null)
        return undefined;
    const [, year, month, day = '1', hour = '0', minute = '0', second = '0', rest = '', zone] = match;
    const numbers = [year, month, day, hour, minute, second].map(Number);
    const [y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0] = numbers;
    const date = new Date(0);
    date.setUTCFullYear(y, mo - 1, d);
    date.setUTCHours(h, mi, s);
    const real = date.getUTCMonth() === mo - 1 && date.getUTCDate() === d && h < 24 && mi < 60;
    if (!real || s > 59)
        return undefined;
    const offset = zoneMinutes(zone);
    return offset === undefined
        ? undefined
        : date.getTime() + Number(`0${rest}`) * 1000 - offset * 60_000;
}
function zoneMinutes(zone) {
    if (zone === undefined || zone === 'Z')
        return 0;
    const hours = Number(zone.slice(1, 3));
    const minutes = Number(zone.slice(4));
    if (hours > 23 || minutes > 59)
        return undefined;
    return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __webpack_require__(7030);
;// CONCATENATED MODULE: ./packages/core/lib/4-checks/trust-policy/ip-comparison.js


/**
 * Whether `address` lies in `range`, an address or CIDR block of IPv4 or IPv6. An address
 * alone stands for itself. Unknown unless both are well formed.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IPAddress
 */
function inRange(address, range) {
    const [network = '', prefix, ...more] = range.split('/');
    const family = (0,external_node_net_.isIP)(network);
    const bits = family === 4 ? 32 : 128;
    const length = prefix === undefined ? bits : /^\d{1,3}$/.test(prefix) ? Number(prefix) : -1;
    const wellFormed = family !== 0 && more.length === 0 && length >= 0 && length <= bits;
    // A zone (fe80::1%eth0) means something on one machine only.
    if (!wellFormed || (0,external_node_net_.isIP)(address) === 0 || `${address}${network}`.includes('%'))
        return 'unknown';
    if ((0,external_node_net_.isIP)(address) !== family)
        return 'false';
    const shift = BigInt(bits - length);
    return truth(bitsOf(address) >> shift === bitsOf(network) >> shift);
}
function bitsOf(address) {
    if ((0,external_node_net_.isIP)(address) === 4) {
        return address.split('.').reduce((sum, octet) => (sum << 8n) | BigInt(octet), 0n);
    }
    const [head = '', tail] = address.split('::');
    const left = groups(head);
    const right = tail === undefined ? [] : groups(tail);
    const zeros = new Array(8 - left.length - right.length).fill(0n);
    return [...left, ...zeros, ...right].reduce((sum, group) => (sum << 16n) | group, 0n);
}
/** The 16-bit groups of a piece of an IPv6 address, which may end as IPv4: `::ffff:192.0.2.1`. */
function groups(text) {
    if (text === '')
        return [];
    return text.split(':').flatMap((group) => {
        if (!group.includes('.'))
            return [BigInt(`0x${group}`)];
        const bits = bitsOf(group);
        return [bits >> 16n, bits & 0xffffn];
    });
}

;// CONCATENATED MODULE: ./packages/core/lib/4-checks/trust-policy/number-comparison.js
/** Longer numbers are refused, so that a policy cannot make the arithmetic slow. */
const DIGIT_LIMIT = 100;
/**
 * Below, at or above zero as `left` is less than, equal to or greater than `right`;
 * undefined unless both are integers or decimals. Compared exactly: as floating point,
 * 9007199254740993 would equal 9007199254740992.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Numeric
 */
function compareNumbers(left, right) {
    const one = decimal(left);
    const other = decimal(right);
    if (one === undefined || other === undefined)
        return undefined;
    const scale = Math.max(one.scale, other.scale);
    const difference = scaled(one, scale) - scaled(other, scale);
    if (difference === 0n)
        return 0;
    return difference < 0n ? -1 : 1;
}
function decimal(text) {
    const match = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(text);
    if (match === null || text.length > DIGIT_LIMIT)
        return undefined;
    const fraction = match[3] ?? '';
    const digits = BigInt(`${match[2]}${fraction}`);
    return { digits: match[1] === '-' ? -digits : digits, scale: fraction.length };
}
function scaled({ digits, scale }, to) {
    return digits * 10n ** BigInt(to - scale);
}

;// CONCATENATED MODULE: ./packages/core/lib/4-checks/trust-policy/request-context.js
/** Namespaces in which AWS itself fills keys, and adds to them. */
const OF_AWS = new Set(['aws', 'sts', 'iam']);
/**
 * What is known of a condition key. A key that is neither given nor known to be absent is
 * unknown in the namespaces of AWS (`aws:SourceIp`), and absent everywhere else: no request
 * carries the keys of another service or of another identity provider.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
 *   (names are not case-sensitive)
 */
function keyState(context, key) {
    const name = key.toLowerCase();
    const values = context.keys.get(name);
    if (values !== undefined)
        return { state: 'present', values };
    const { absentKeys } = context;
    const family = name.slice(0, name.indexOf('/') + 1);
    if (absentKeys.has(name) || absentKeys.has(family))
        return { state: 'absent' };
    return { state: OF_AWS.has(name.slice(0, name.indexOf(':'))) ? 'unknown' : 'absent' };
}

;// CONCATENATED MODULE: ./packages/core/lib/4-checks/trust-policy/policy-variable.js


const VARIABLE = /\$\{(?:([*?$])|([^\s{},'*?$]+)(?:, '([^']*)')?)\}/y;
/**
 * A policy value with its variables replaced: `${key}` and `${key, 'default'}` by the value
 * of the key, whose own `*` and `?` are not wildcards, `${*}`, `${?}` and `${$}` by the
 * character. `no-value` when a key is absent and has no default: then nothing equals it.
 * `unknown` when only AWS knows the key, the key is multivalued (not allowed) or the
 * variable is malformed. In version 2008-10-17 there are no variables.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
function withVariables(value, reading, version, context) {
    if (version === '2008-10-17')
        return reading(value);
    const parts = [];
    let outcome;
    let offset = 0;
    for (;;) {
        const start = value.indexOf('${', offset);
        parts.push(reading(value.slice(offset, start < 0 ? undefined : start)));
        if (start < 0)
            return outcome ?? parts.flat();
        VARIABLE.lastIndex = start;
        const match = VARIABLE.exec(value);
        if (match === null)
            return 'unknown';
        offset = VARIABLE.lastIndex;
        const [, character, key, fallback] = match;
        if (character !== undefined) {
            parts.push(literalPattern(character));
            continue;
        }
        const resolved = keyState(context, key ?? '');
        if (resolved.state === 'unknown')
            return 'unknown';
        const values = resolved.state === 'present' ? resolved.values : [];
        if (values.length > 1)
            return 'unknown';
        const text = values[0] ?? fallback;
        if (text === undefined)
            outcome = 'no-value';
        else
            parts.push(literalPattern(text));
    }
}
/** Whether `value` has a variable other than `${*}`, `${?}` and `${$}`. */
function hasVariable(value, version) {
    return version === '2012-10-17' && /\$\{(?![*?$]\})/.test(value);
}
/** The two readings of a policy value. */
const readings = {
    literal: literalPattern,
    wildcards: wildcardPattern,
};

;// CONCATENATED MODULE: ./packages/core/lib/4-checks/trust-policy/compare-value.js







/**
 * Whether one value of the request matches one value of the policy. Of a negated comparison
 * this is the match that it negates. Unknown where AWS documents no answer: a value that is
 * no number, date, address, boolean or base64 though the operator needs one.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
function matchesValue(comparison, value, wanted, version, context) {
    const like = /Like$|^Arn/.test(comparison);
    const resolve = (policyValue) => withVariables(policyValue, like ? readings.wildcards : readings.literal, version, context);
    switch (comparison) {
        case 'StringEquals':
        case 'StringNotEquals':
        case 'StringLike':
        case 'StringNotLike': {
            const pattern = resolve(wanted);
            if (pattern === 'unknown')
                return 'unknown';
            return truth(pattern !== 'no-value' && matchesPattern(pattern, value));
        }
        case 'StringEqualsIgnoreCase':
        case 'StringNotEqualsIgnoreCase': {
            const pattern = resolve(wanted);
            if (pattern === 'unknown')
                return 'unknown';
            return truth(pattern !== 'no-value' && pattern.join('').toLowerCase() === value.toLowerCase());
        }
        case 'ArnEquals':
        case 'ArnNotEquals':
        case 'ArnLike':
        case 'ArnNotLike': {
            const pattern = resolve(wanted);
            if (pattern === 'unknown')
                return 'unknown';
            return pattern === 'no-value' ? 'false' : matchesArn(pattern, value);
        }
        case 'Bool':
            return isBoolean(value) && isBoolean(wanted) ? truth(value === wanted) : 'unknown';
        case 'BinaryEquals':
            return isBase64(value) && isBase64(wanted)
                ? truth(Buffer.from(value, 'base64').equals(Buffer.from(wanted, 'base64')))
                : 'unknown';
        case 'IpAddress':
        case 'NotIpAddress':
            return inRange(value, wanted);
        default:
            return ordered(comparison, comparison.startsWith('Date') ? compareDates(value, wanted) : compareNumbers(value, wanted));
    }
}
function ordered(comparison, difference) {
    if (difference === undefined)
        return 'unknown';
    if (comparison.endsWith('LessThan'))
        return truth(difference < 0);
    if (comparison.endsWith('LessThanEquals'))
        return truth(difference <= 0);
    if (comparison.endsWith('GreaterThan'))
        return truth(difference > 0);
    if (comparison.endsWith('GreaterThanEquals'))
        return truth(difference >= 0);
    return truth(difference === 0);
}
/** Other spellings, as `True`, may do on AWS, but nothing says so. */
function isBoolean(text) {
    return text === 'true' || text === 'false';
}
function isBase64(text) {
    return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
}

;// CONCATENATED MODULE: ./packages/core/lib/4-checks/trust-policy/condition-operator.js
/**
 * What an operator compares, without prefix and suffix.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const COMPARISONS = [
    'StringEquals',
    'StringNotEquals',
    'StringEqualsIgnoreCase',
    'StringNotEqualsIgnoreCase',
    'StringLike',
    'StringNotLike',
    'NumericEquals',
    'NumericNotEquals',
    'NumericLessThan',
    'NumericLessThanEquals',
    'NumericGreaterThan',
    'NumericGreaterThanEquals',
    'DateEquals',
    'DateNotEquals',
    'DateLessThan',
    'DateLessThanEquals',
    'DateGreaterThan',
    'DateGreaterThanEquals',
    'Bool',
    'BinaryEquals',
    'IpAddress',
    'NotIpAddress',
    'ArnEquals',
    'ArnNotEquals',
    'ArnLike',
    'ArnNotLike',
    'Null',
];
const ALL_COMPARISONS = (/* unused pure expression or super */ null && (COMPARISONS));
/**
 * `text` as an operator, or why it is none. Names are case-sensitive, though AWS does not
 * say so: IAM refuses `stringEquals` with "Invalid Condition type : stringEquals". `Null`
 * takes neither `IfExists` nor, having no values to compare, a set operator.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 * @see https://github.com/ministryofjustice/modernisation-platform-environments/pull/8893
 */
function parseConditionOperator(text) {
    const match = /^(?:(ForAnyValue|ForAllValues):)?(.*?)(IfExists)?$/s.exec(text);
    const comparison = COMPARISONS.find((name) => name === match?.[2]);
    if (comparison === undefined) {
        const meant = inTheRightCase(text);
        return { reason: meant === undefined ? 'is no operator' : `must be written ${meant}` };
    }
    const set = (match?.[1] ?? 'none');
    const ifExists = match?.[3] !== undefined;
    if (comparison === 'Null' && (ifExists || set !== 'none')) {
        return { reason: 'is no operator: Null stands alone' };
    }
    return { operator: { text, set, comparison, ifExists } };
}
/** Whether `comparison` holds when none of the values matches, and so for an absent key. */
function isNegated(comparison) {
    return comparison.includes('Not');
}
function inTheRightCase(text) {
    const match = /^(foranyvalue:|forallvalues:)?(.*?)(ifexists)?$/is.exec(text);
    const name = COMPARISONS.find((known) => known.toLowerCase() === match?.[2]?.toLowerCase());
    if (match === null || name === undefined)
        return undefined;
    const any = match[1]?.toLowerCase() === 'foranyvalue:' ? 'ForAnyValue:' : 'ForAllValues:';
    return `${match[1] === undefined ? '' : any}${name}${match[3] === undefined ? '' : 'IfExists'}`;
}

;// CONCATENATED MODULE: ./packages/core/lib/4-checks/trust-policy/evaluate-condition.js




/**
 * Whether a condition holds for a request.
 *
 * - Several values: any of them; for a negated operator, none of them.
 * - An absent key: false, but true for a negated operator, `…IfExists` and `ForAllValues`.
 *   `ForAnyValue` is false for an absent key even when negated.
 * - A set of nothing, or of empty strings, counts as absent for the set operators and `Null`.
 * - Several values in the request without a set operator: unknown, AWS demands one.
 * - No values in the policy: with `ForAnyValue` never; with `ForAllValues` and `…IfExists`
 *   only if the key is missing; otherwise unknown.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 */
function holds(condition, version, context) {
    const { set, comparison, ifExists } = condition.operator;
    const key = keyState(context, condition.key);
    if (comparison === 'Null') {
        return isNull(condition.values, key.state === 'unknown' ? undefined : valuesOf(key));
    }
    if (key.state === 'unknown')
        return 'unknown';
    const values = set === 'none' ? allValuesOf(key) : valuesOf(key);
    if (values.length === 0) {
        if (ifExists || set === 'ForAllValues')
            return 'true';
        if (set === 'ForAnyValue')
            return 'false';
        return condition.values.length === 0 ? 'unknown' : truth(isNegated(comparison));
    }
    if (condition.values.length === 0)
        return set === 'none' && !ifExists ? 'unknown' : 'false';
    const matches = values.map((value) => {
        const match = anyOf(condition.values.map((wanted) => matchesValue(comparison, value, wanted, version, context)));
        return isNegated(comparison) ? not(match) : match;
    });
    if (set === 'ForAnyValue')
        return anyOf(matches);
    if (set === 'ForAllValues')
        return allOf(matches);
    return matches.length === 1 ? (matches[0] ?? 'unknown') : 'unknown';
}
/** What the condition says of a request without its key. */
function holdsWithoutKey(condition, version, context) {
    const keys = new Map(context.keys);
    keys.delete(condition.key.toLowerCase());
    const absentKeys = new Set(context.absentKeys).add(condition.key.toLowerCase());
    return holds(condition, version, { ...context, keys, absentKeys });
}
function allValuesOf(key) {
    return key.state === 'present' ? key.values : [];
}
function valuesOf(key) {
    return allValuesOf(key).filter((value) => value !== '');
}
/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Null */
function isNull(wanted, values) {
    if (values === undefined || wanted.length === 0)
        return 'unknown';
    return anyOf(wanted.map((text) => {
        if (text !== 'true' && text !== 'false')
            return 'unknown';
        return truth((text === 'true') === (values.length === 0));
    }));
}

;// CONCATENATED MODULE: ./packages/core/lib/4-checks/trust-policy/evaluate.js



/**
 * Decides as AWS does: refused unless a statement allows, and whatever allows, a statement
 * that denies wins. A statement applies when its action, its principal and all of its
 * conditions match. Organization policies (SCP, RCP) are not part of a trust policy and
 * can still refuse what it admits.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
function evaluate(policy, context) {
    const statements = policy.statements.map((statement) => {
        const action = actionMatches(statement.action, context.action);
        const principal = callerMatches(statement.principal, context.principal);
        const conditions = statement.conditions.map((condition) => ({
            condition,
            holds: holds(condition, policy.version, context),
        }));
        const applies = allOf([action, principal, ...conditions.map((result) => result.holds)]);
        return { statement, applies, action, principal, conditions };
    });
    return { answer: answerOf(statements), statements };
}
function answerOf(results) {
    const applied = (effect) => anyOf(results.flatMap((one) => (one.statement.effect === effect ? [one.applies] : [])));
    const admitted = allOf([applied('Allow'), not(applied('Deny'))]);
    if (admitted === 'unknown')
        return 'cannot-tell';
    return admitted === 'true' ? 'admits' : 'refuses';
}
/**
 * Names of actions are not case-sensitive and may hold wildcards. An empty list leaves the
 * statement without effect, also under `NotAction`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html
 */
function actionMatches(element, action) {
    if (element.patterns.length === 0)
        return 'false';
    const name = action.toLowerCase();
    const listed = element.patterns.some((pattern) => matchesPattern(wildcardPattern(pattern.toLowerCase()), name));
    return truth(listed !== element.negated);
}
function callerMatches(element, caller) {
    return 'federated' in caller
        ? principalMatches(element, caller.federated)
        : awsPrincipalMatches(element, caller.aws);
}
/** IAM shows the unique id of a user or role in place of the ARN once that was deleted. */
const UNIQUE_ID = /^A[A-Z]{3}[A-Z0-9]{12,}$/;
/**
 * Whether an AWS caller is among the principals, under any of its names. `"*"` and `{"AWS": "*"}`
 * are everyone; an account, by its number or its root, is everyone in it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
function awsPrincipalMatches(element, names) {
    const listed = anyOf(element.entries.map(({ type, value }) => {
        if (type === '*')
            return 'true';
        if (type !== 'AWS')
            return 'false';
        if (value === '*' || names.includes(value))
            return 'true';
        return UNIQUE_ID.test(value) ? 'unknown' : 'false';
    }));
    if (element.entries.length === 0)
        return 'false';
    return element.negated ? not(listed) : listed;
}
/**
 * Whether the identity provider `federated` (an ARN) is among the principals: named itself,
 * case-sensitive and without wildcards, or by `"*"`, which is everyone. `{"AWS": "*"}` is
 * documented as the same for anonymous users only, and `{"Federated": "*"}` not at all: both
 * are unknown.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function principalMatches(element, federated) {
    if (element.entries.length === 0)
        return 'false';
    const listed = anyOf(element.entries.map(({ type, value }) => {
        if (type === '*')
            return 'true';
        if (type === 'Federated' && value === federated)
            return 'true';
        return value === '*' && (type === 'AWS' || type === 'Federated') ? 'unknown' : 'false';
    }));
    return element.negated ? not(listed) : listed;
}

;// CONCATENATED MODULE: ./packages/core/lib/4-checks/trust-policy/claim-pinning.js


/**
 * The values that a key must have one of for `statement` to allow anything: by a condition
 * of its own, or by a `Deny` on all other values elsewhere in the policy. Undefined when
 * nothing pins the key to fixed values.
 */
function pinnedValues(statement, key, policy, context) {
    const conditions = conditionsOn(statement, key);
    const mustBePresent = conditions.some(({ operator, values }) => operator.comparison === 'Null' &&
        values.length > 0 &&
        values.every((text) => text === 'false'));
    const own = conditions.filter(({ operator }) => {
        const admitsMissing = operator.ifExists || operator.set === 'ForAllValues';
        return !operator.comparison.includes('Not') && (!admitsMissing || mustBePresent);
    });
    const guards = policy.statements.flatMap((other) => guardOn(other, key, context));
    return [...own, ...guards]
        .filter((condition) => hasFixedValues(condition, policy))
        .map(({ values }) => [...new Set(values)])
        .sort((one, other) => one.length - other.length)[0];
}
function conditionsOn(statement, key) {
    const name = key.toLowerCase();
    return statement.conditions.filter((condition) => condition.key.toLowerCase() === name);
}
/** Whether the condition compares text with a pattern that is not a fixed value. */
function hasOpenValues(condition, policy) {
    const { comparison } = condition.operator;
    if (!/^(String|Arn)/.test(comparison))
        return false;
    const like = /Like$|^Arn/.test(comparison);
    return condition.values.some((value) => {
        const characters = policy.version === '2012-10-17' ? value.replace(/\$\{[*?$]\}/g, '') : value;
        return (like && /[*?]/.test(characters)) || hasVariable(value, policy.version);
    });
}
function hasFixedValues(condition, policy) {
    const text = /^(String|Arn)/.test(condition.operator.comparison);
    return text && condition.values.length > 0 && !hasOpenValues(condition, policy);
}
/** `Deny` everyone whose key is not one of the values: as good as an `Allow` for those only. */
function guardOn(statement, key, context) {
    const [only, ...more] = statement.conditions;
    if (statement.effect !== 'Deny' || only === undefined || more.length > 0)
        return [];
    const { set, comparison } = only.operator;
    const guards = only.key.toLowerCase() === key.toLowerCase() &&
        set === 'none' &&
        /^StringNot(Equals|Like)/.test(comparison) &&
        actionMatches(statement.action, context.action) === 'true' &&
        principalMatches(statement.principal, context.principal.federated) === 'true';
    return guards ? [only] : [];
}

;// CONCATENATED MODULE: ./packages/core/lib/4-checks/trust-policy/parse-problem.js
/** Every oddity that {@link parsePolicy} reports. The codes are stable. */
const PROBLEM_CODES = (/* unused pure expression or super */ null && ([
    'not-json',
    'too-large',
    'too-deep',
    'duplicate-member',
    'wrong-type',
    'missing-element',
    'unknown-element',
    'forbidden-element',
    'conflicting-elements',
    'invalid-version',
    'invalid-effect',
    'invalid-action',
    'invalid-principal',
    'invalid-operator',
    'invalid-condition-key',
    'invalid-sid',
    'duplicate-sid',
]));
/** Text of the document, fit to stand in a sentence. */
function quoted(text) {
    return JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}…` : text);
}
/** The path of a member (`name`) or of an item (`index`) of what is at `path`. */
function parse_problem_pathTo(path, step) {
    if (typeof step === 'number')
        return `${path}[${step}]`;
    if (/^[A-Za-z_]\w{0,63}$/.test(step))
        return `${path}.${step}`;
    // A name can be as long as the document, and every path below it would repeat it.
    return `${path}[${JSON.stringify(step.length > 256 ? `${step.slice(0, 255)}…` : step)}]`;
}

;// CONCATENATED MODULE: ./packages/core/lib/4-checks/trust-policy/chain-findings.js



/** Every weakness that is found in the trust policy of a role that another role takes on. The codes are stable. */
const CHAIN_FINDING_CODES = (/* unused pure expression or super */ null && ([
    'TRUST_CHAIN_EVERYONE',
    'TRUST_CHAIN_ACCOUNT',
    'TRUST_CHAIN_OTHERS',
    'TRUST_CHAIN_NOT_PRINCIPAL',
    'TRUST_CHAIN_NO_EXTERNAL_ID',
]));
/**
 * How much wider than the role before it in the chain the policy of a role is: by its statements that
 * allow `sts:AssumeRole`. None when they name that role only, or pin `aws:PrincipalArn` to it, and demand
 * the external ID that is given.
 */
function findChainWeaknesses(policy, context) {
    return policy.statements
        .filter(({ effect, action }) => {
        return effect === 'Allow' && actionMatches(action, context.action) === 'true';
    })
        .flatMap((statement) => judge(statement, policy, context));
}
function judge(statement, policy, context) {
    const { principal } = statement;
    const finding = (code, severity, path, why) => {
        const corrected = tightStatement(statement, context);
        return { code, severity, statement: statement.id, path, why, corrected };
    };
    const found = [];
    if (principal.negated) {
        const why = 'NotPrincipal with Allow admits everyone but the principals it names.';
        found.push(finding('TRUST_CHAIN_NOT_PRINCIPAL', 'high', principal.path, why));
    }
    else {
        const pin = pinOfCaller(statement, policy);
        for (const [code, entries] of widerThan(principal.entries, pin, context)) {
            const severity = code === 'TRUST_CHAIN_EVERYONE' && pin === 'nothing' ? 'high' : 'medium';
            const path = entries[0]?.path ?? principal.path;
            found.push(finding(code, severity, path, sentence(code, entries, pin)));
        }
    }
    const admitsCaller = awsPrincipalMatches(principal, context.principal.aws) !== 'false';
    if (admitsCaller && context.externalId !== undefined && !demandsExternalId(statement, policy)) {
        const why = 'Nothing pins sts:ExternalId, so the external ID that is given keeps nobody out who does not know it.';
        found.push(finding('TRUST_CHAIN_NO_EXTERNAL_ID', 'medium', statement.path, why));
    }
    return found;
}
const OF_ACCOUNT = ['aws:PrincipalAccount', 'aws:PrincipalOrgID', 'aws:PrincipalOrgPaths'];
function pinOfCaller(statement, policy) {
    if (pins(statement, 'aws:PrincipalArn', policy))
        return 'role';
    return OF_ACCOUNT.some((key) => pins(statement, key, policy)) ? 'account' : 'nothing';
}
/** Whether a condition fails without the key and for all but fixed values of it. */
function pins(statement, key, policy) {
    return conditionsOn(statement, key).some((condition) => {
        const { comparison, ifExists, set } = condition.operator;
        const compares = /^(String|Arn)/.test(comparison) && !comparison.includes('Not');
        const demands = compares && !ifExists && set !== 'ForAllValues';
        return demands && condition.values.length > 0 && !hasOpenValues(condition, policy);
    });
}
function demandsExternalId(statement, policy) {
    return pins(statement, 'sts:ExternalId', policy);
}
/** `arn:aws:iam::123456789012:root`, or the number alone. */
const ACCOUNT = /^(?:arn:[a-z-]+:iam::)?(\d{12})(?::root)?$/;
function widerThan(entries, pin, { caller }) {
    const byCode = new Map();
    for (const entry of entries) {
        const { type, value } = entry;
        const isAws = type === '*' || type === 'AWS';
        if (isAws && (value === caller.roleArn || value === caller.sessionArn))
            continue;
        if (isAws && pin === 'role')
            continue;
        const code = isAws && value === '*'
            ? 'TRUST_CHAIN_EVERYONE'
            : isAws && ACCOUNT.test(value)
                ? 'TRUST_CHAIN_ACCOUNT'
                : 'TRUST_CHAIN_OTHERS';
        byCode.set(code, [...(byCode.get(code) ?? []), entry]);
    }
    return byCode;
}
function sentence(code, entries, pin) {
    const names = entries.slice(0, 3).map(({ value }) => quoted(value));
    const more = entries.length > names.length ? ` and ${entries.length - names.length} more` : '';
    const list = names.join(', ') + more;
    if (code === 'TRUST_CHAIN_ACCOUNT') {
        return `${list} is a whole account: every identity there whose own policy allows sts:AssumeRole gets this role.`;
    }
    if (code === 'TRUST_CHAIN_OTHERS')
        return `${list} can take on this role as well.`;
    return pin === 'account'
        ? 'The principal is everyone, and the conditions hold it to accounts, not to the role before in the chain.'
        : 'The principal is everyone: any AWS account can take on this role.';
}
/** For the role before in the chain only; the statement's Sid and its other conditions on keys of AWS stay. */
function tightStatement({ sid, conditions }, { caller, externalId, action }) {
    const condition = new Map();
    const add = (operator, key, values) => {
        const block = condition.get(operator) ?? new Map();
        condition.set(operator, block.set(key, values.length === 1 ? (values[0] ?? '') : values));
    };
    for (const { operator, key, values } of conditions) {
        if (!/^(sts:ExternalId|aws:PrincipalArn)$/i.test(key))
            add(operator.text, key, values);
    }
    if (externalId !== undefined)
        add('StringEquals', 'sts:ExternalId', [externalId]);
    const blocks = [...condition].map(([name, keys]) => [name, Object.fromEntries(keys)]);
    return {
        ...(sid === undefined ? {} : { Sid: sid }),
        Effect: 'Allow',
        Principal: { AWS: caller.roleArn },
        Action: action,
        ...(blocks.length === 0 ? {} : { Condition: Object.fromEntries(blocks) }),
    };
}

;// CONCATENATED MODULE: ./packages/core/lib/4-checks/trust-policy/mistaken-key.js
/** Claims of Entra that are no condition keys, and the key that does their work. */
const INSTEAD = new Map([
    ['appid', 'aud'],
    ['azp', 'aud'],
    ['oid', 'sub'],
]);
/**
 * Why the claim key `key` is in no request made with this token; undefined when it is.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 */
function mistakeInKey(key, context) {
    if (context.keys.has(key.toLowerCase()))
        return undefined;
    const colon = key.lastIndexOf(':');
    const claim = key.slice(colon + 1).toLowerCase();
    const ownKey = `${context.provider.keyPrefix}:${claim}`;
    const issuerMistake = mistakeInIssuer(key.slice(0, colon), context);
    if (issuerMistake !== undefined) {
        const mapped = context.keys.has(ownKey.toLowerCase());
        return { ...issuerMistake, meant: mapped && issuerMistake.meant ? ownKey : undefined };
    }
    if (claim === 'amr' || claim === 'email') {
        const reason = 'is not set: the token of an application has no such claim';
        return { kind: 'claim-not-in-token', reason, meant: undefined };
    }
    const instead = INSTEAD.get(claim);
    const meant = instead === undefined ? undefined : context.claims[instead].key;
    const reason = `is no condition key: AWS maps only aud, oaud, sub, amr and email of this provider`;
    return { kind: 'unmapped-claim', reason, meant };
}
/** Why `arn` is not the provider that this token comes from; undefined when it is. */
function mistakeInProvider(arn, context) {
    const { provider, role } = context;
    if (arn === provider.arn)
        return undefined;
    const [, partition, account, issuer] = /^arn:([^:]*):iam::([^:]*):oidc-provider\/(.*)$/s.exec(arn) ?? [];
    const mistake = issuer === undefined ? undefined : mistakeInIssuer(issuer, context);
    if (mistake !== undefined)
        return { ...mistake, meant: mistake.meant && provider.arn };
    if (issuer === undefined || (partition === role.partition && account === role.account)) {
        return { kind: 'another-provider', reason: 'is another provider', meant: undefined };
    }
    const reason = `is not in the role's own account and partition, where IAM looks for it`;
    return { kind: 'another-account', reason, meant: provider.arn };
}
const ENTRA_ISSUER = /^(sts\.windows\.net|sts\.chinacloudapi\.cn|login\.[a-z0-9.-]+)\/([^/]+)(\/v2\.0)?\/?$/i;
function mistakeInIssuer(issuer, context) {
    const own = context.provider.keyPrefix;
    const meant = own;
    const bare = issuer.replace(/^https?:\/\//i, '');
    if (bare.toLowerCase() === own.toLowerCase()) {
        if (bare === issuer)
            return undefined;
        return { kind: 'scheme', reason: 'must be without https://', meant };
    }
    if (bare.replace(/\/$/, '').toLowerCase() === own.replace(/\/$/, '').toLowerCase()) {
        const lacks = own.endsWith('/');
        const reason = lacks
            ? 'lacks the slash that the issuer of a v1.0 token ends with'
            : 'has a slash that the issuer of a v2.0 token does not end with';
        return { kind: 'slash', reason, meant };
    }
    const [, , tenant, v2] = ENTRA_ISSUER.exec(bare) ?? [];
    if (tenant === undefined) {
        return { kind: 'another-provider', reason: 'belongs to another provider', meant: undefined };
    }
    if (tenant.toLowerCase() !== context.token.tenantId.toLowerCase()) {
        return { kind: 'another-tenant', reason: `belongs to the tenant ${tenant}`, meant };
    }
    const version = v2 === undefined ? '1.0' : '2.0';
    if (version !== context.token.version) {
        const reason = `is of v${version} tokens, and this is a v${context.token.version} token`;
        return { kind: 'token-version', reason, meant };
    }
    return { kind: 'another-cloud', reason: `is not the issuer of this token`, meant };
}

;// CONCATENATED MODULE: ./packages/core/lib/4-checks/trust-policy/required-trust.js
/**
 * The provider, its client ID and a ready trust policy for one token. The policy pins the
 * audience and the service principal, and for a v2.0 token, whose `:aud` is the client,
 * the resource as well.
 */
function requiredTrust(context) {
    const statement = {
        Effect: 'Allow',
        Principal: { Federated: context.provider.arn },
        Action: context.action,
        Condition: { StringEquals: tightClaims(context) },
    };
    return {
        providerUrl: context.provider.url,
        providerArn: context.provider.arn,
        clientId: context.claims.aud.value,
        policy: { Version: '2012-10-17', Statement: [statement] },
    };
}
function tightClaims({ claims, token }) {
    const needed = [claims.aud, ...(token.version === '2.0' ? [claims.oaud] : []), claims.sub];
    return Object.fromEntries(needed.map(({ key, value }) => [key, value]));
}
/** Whether a key is a claim of some identity provider, rather than a key of AWS. */
function isClaimKey(key) {
    return !/^(aws|sts|iam):/i.test(key);
}
/**
 * `statement` made as tight as {@link requiredTrust}: only this provider, only this action,
 * the claims pinned. Its Sid and its conditions on keys of AWS stay.
 */
function tightened(statement, context) {
    const [tight] = requiredTrust(context).policy.Statement;
    const kept = statement.conditions.filter(({ key }) => !isClaimKey(key));
    return {
        ...(statement.sid === undefined ? {} : { Sid: statement.sid }),
        ...tight,
        Condition: conditionJson([
            ...Object.entries(tightClaims(context)).map(([key, value]) => ({
                operator: { text: 'StringEquals' },
                key,
                values: [value],
            })),
            ...kept,
        ]),
    };
}
/** `statement` with its claim keys named by `rename`, and otherwise as it is. */
function renamedKeys(statement, rename) {
    const { sid, effect, principal, action, conditions } = statement;
    const byType = new Map();
    for (const { type, value } of principal.entries) {
        const values = byType.get(type);
        if (values === undefined)
            byType.set(type, [value]);
        else
            values.push(value);
    }
    const principals = byType.has('*')
        ? '*'
        : Object.fromEntries([...byType].map(([type, values]) => [type, oneOrMany(values)]));
    return {
        ...(sid === undefined ? {} : { Sid: sid }),
        Effect: effect,
        [principal.negated ? 'NotPrincipal' : 'Principal']: principals,
        [action.negated ? 'NotAction' : 'Action']: oneOrMany(action.patterns),
        Condition: conditionJson(conditions.map((one) => ({ ...one, key: rename(one.key) }))),
    };
}
function conditionJson(conditions) {
    const blocks = new Map();
    for (const { operator, key, values } of conditions) {
        const block = blocks.get(operator.text);
        if (block === undefined)
            blocks.set(operator.text, [[key, oneOrMany(values)]]);
        else
            block.push([key, oneOrMany(values)]);
    }
    // Object.fromEntries defines members, so that a key called __proto__ is only a key.
    return Object.fromEntries([...blocks].map(([name, keys]) => [name, Object.fromEntries(keys)]));
}
function oneOrMany(values) {
    return values.length === 1 ? (values[0] ?? '') : values;
}

;// CONCATENATED MODULE: ./packages/core/lib/4-checks/trust-policy/obstacle.js




/** What a `Deny` that applies, or may, has against the token. */
function denialObstacle(result, context) {
    const { statement, applies, conditions } = result;
    const telling = conditions.find((one) => one.holds === 'unknown') ?? conditions[0];
    const certain = applies === 'true';
    if (telling === undefined) {
        const { path, id } = statement;
        const change = `Remove the statement ${id}, or leave this provider out of it.`;
        return {
            statement: id,
            path,
            part: 'Deny',
            wanted: 'nobody',
            has: 'this token',
            change,
            certain,
        };
    }
    const { condition } = telling;
    return {
        statement: statement.id,
        path: condition.path,
        part: `Deny if ${partOf(condition)}`,
        wanted: obstacle_valuesOf(condition),
        has: valueHad(condition, context),
        change: `Change ${condition.path} so that the Deny does not meet this token.`,
        certain,
    };
}
/** Every part of an `Allow` that does not plainly match. */
function allowObstacles(result, context) {
    const { statement, action, principal, conditions } = result;
    const common = { statement: statement.id };
    const obstacles = [];
    if (principal !== 'true') {
        const { negated, entries, path } = statement.principal;
        const mistaken = entries.find(({ type, value }) => {
            return type === 'Federated' && mistakeInProvider(value, context)?.meant !== undefined;
        });
        const at = mistaken?.path ?? path;
        obstacles.push({
            ...common,
            path: at,
            part: negated ? 'NotPrincipal' : 'Principal',
            wanted: listed((mistaken ? [mistaken] : entries).map(({ value }) => value)),
            has: context.provider.arn,
            change: negated
                ? `Replace NotPrincipal at ${statement.path} by {"Federated": "${context.provider.arn}"} as Principal.`
                : `Set ${at} to ${mistaken ? '' : '{"Federated": '}"${context.provider.arn}"${mistaken ? '' : '}'}.`,
            certain: principal === 'false',
        });
    }
    if (action !== 'true') {
        const { negated, patterns, path } = statement.action;
        const part = negated ? 'NotAction' : 'Action';
        const change = negated
            ? `Replace NotAction at ${statement.path} by "Action": "${context.action}".`
            : `Set ${path} to "${context.action}".`;
        const wanted = listed(patterns);
        obstacles.push({ ...common, path, part, wanted, has: context.action, change, certain: true });
    }
    for (const one of conditions) {
        if (one.holds !== 'true')
            obstacles.push({ ...common, ...conditionObstacle(one, context) });
    }
    return obstacles;
}
function conditionObstacle({ condition, holds }, context) {
    return {
        path: condition.path,
        part: partOf(condition),
        wanted: obstacle_valuesOf(condition),
        has: valueHad(condition, context),
        change: changeOf(condition, context),
        certain: holds === 'false',
    };
}
function changeOf(condition, context) {
    const { key, path, operator } = condition;
    const state = keyState(context, key);
    const mistake = isClaimKey(key) ? mistakeInKey(key, context) : undefined;
    if (mistake?.meant !== undefined) {
        return `Rename the key at ${path} to ${quotedKey(mistake.meant)}: ${quotedKey(key)} ${mistake.reason}.`;
    }
    if (mistake !== undefined)
        return `Remove ${path}: ${quotedKey(key)} ${mistake.reason}.`;
    if (state.state === 'unknown')
        return `Check ${path} in AWS, or give the check its value.`;
    if (state.state === 'absent')
        return `Remove ${path}: a request with this token has no such key.`;
    const [value] = state.values;
    const settable = /^(ForAnyValue:)?(String|Arn)/.test(operator.text) && !/Not/.test(operator.text);
    return settable && value !== undefined
        ? `Set ${path} to ${quoted(value)}.`
        : `Change ${path} so that it holds for ${listed(state.values)}.`;
}
function quotedKey(key) {
    return key.length > 200 ? quoted(key) : JSON.stringify(key);
}
function partOf({ operator, key }) {
    return `${operator.text} ${quotedKey(key)}`;
}
function obstacle_valuesOf({ values }) {
    return listed(values);
}
function valueHad({ key }, context) {
    const state = keyState(context, key);
    if (state.state === 'present')
        return listed(state.values);
    return state.state === 'absent' ? 'no such key' : 'known to AWS only';
}
function listed(values) {
    if (values.length === 0)
        return 'nothing';
    const more = values.length > 3 ? ` or ${values.length - 3} more` : '';
    return `${values.slice(0, 3).map(quoted).join(' or ')}${more}`;
}

;// CONCATENATED MODULE: ./packages/core/lib/4-checks/trust-policy/chain-obstacles.js

/** What keeps the role before in the chain out, or may: the closest statement to admitting it first. */
function chainObstacles({ answer, statements }, context) {
    if (answer === 'admits')
        return [];
    const byEffect = (effect) => statements.filter(({ statement }) => statement.effect === effect);
    const denials = byEffect('Deny').filter(({ applies }) => applies !== 'false');
    const allows = byEffect('Allow');
    const allowed = allows.some(({ applies }) => applies === 'true');
    return [
        ...denials.flatMap((result) => deniedBy(result, context)),
        ...(allowed
            ? []
            : allows
                .map((result) => missingIn(result, context))
                .sort((one, other) => one.length - other.length)
                .flat()),
    ];
}
function deniedBy(result, context) {
    const { statement, conditions, applies } = result;
    const certain = applies === 'true';
    const change = `Change ${statement.path} so that the Deny does not meet ${context.caller.roleArn}.`;
    const at = { statement: statement.id, change, certain };
    if (conditions.length === 0) {
        return [{ ...at, path: statement.path, part: 'Deny', wanted: 'nobody', has: 'this request' }];
    }
    return conditions.map(({ condition }) => ({
        ...at,
        path: condition.path,
        part: `Deny if ${partOf(condition)}`,
        wanted: obstacle_valuesOf(condition),
        has: valueHad(condition, context),
    }));
}
function missingIn(result, context) {
    const { statement, principal, action, conditions } = result;
    const obstacles = [];
    if (principal !== 'true') {
        const { entries, path, negated } = statement.principal;
        obstacles.push({
            statement: statement.id,
            path,
            part: negated ? 'NotPrincipal' : 'Principal',
            wanted: listed(entries.map(({ value }) => value)),
            has: context.caller.roleArn,
            change: `Name {"AWS": "${context.caller.roleArn}"} as Principal at ${statement.path}.`,
            certain: principal === 'false',
        });
    }
    if (action !== 'true') {
        const { patterns, path, negated } = statement.action;
        obstacles.push({
            statement: statement.id,
            path,
            part: negated ? 'NotAction' : 'Action',
            wanted: listed(patterns),
            has: context.action,
            change: `Let ${path} allow ${context.action}.`,
            certain: true,
        });
    }
    const failing = conditions.filter(({ holds }) => holds !== 'true');
    return [...obstacles, ...failing.map((one) => inCondition(statement.id, one, context))];
}
function inCondition(statement, { condition, holds }, context) {
    return {
        statement,
        path: condition.path,
        part: partOf(condition),
        wanted: obstacle_valuesOf(condition),
        has: valueHad(condition, context),
        change: holds === 'unknown'
            ? `Check ${condition.path} in AWS.`
            : `Change ${condition.path}, or what the step passes.`,
        certain: holds === 'false',
    };
}

;// CONCATENATED MODULE: ./packages/core/lib/4-checks/trust-policy/explain.js

/** Explains an evaluation in the terms of the policy; no obstacles when it admits. */
function explain(evaluation, context) {
    const { answer, statements } = evaluation;
    if (answer === 'admits') {
        return { answer, headline: 'The trust policy admits this token.', obstacles: [] };
    }
    const denials = statements.filter(({ statement, applies }) => {
        return statement.effect === 'Deny' && applies !== 'false';
    });
    const allows = statements.filter(({ statement }) => statement.effect === 'Allow');
    const allowed = allows.some(({ applies }) => applies === 'true');
    const denied = denials.some(({ applies }) => applies === 'true');
    const refused = answer === 'refuses';
    const obstacles = [
        ...denials.map((result) => denialObstacle(result, context)),
        ...(allowed
            ? []
            : allows
                .map((result) => allowObstacles(result, context))
                .sort(byLength)
                .flat()),
    ];
    if (denied) {
        return { answer, headline: 'The trust policy denies this token explicitly.', obstacles };
    }
    const headline = refused
        ? 'No statement of the trust policy allows this token.'
        : 'Whether the trust policy admits this token hangs on what only AWS knows.';
    return { answer, headline, obstacles };
}
function byLength(one, other) {
    return one.length - other.length;
}

;// CONCATENATED MODULE: ./packages/core/lib/4-checks/trust-policy/finding.js
/** Every weakness that is found in a trust policy. The codes are stable. */
const FINDING_CODES = (/* unused pure expression or super */ null && ([
    'TRUST_NO_AUD',
    'TRUST_AUD_SEVERAL',
    'TRUST_NO_SUB',
    'TRUST_NO_OAUD',
    'TRUST_WILDCARD',
    'TRUST_MISSING_KEY',
    'TRUST_KEY_NEVER_MATCHES',
    'TRUST_WIDER_STATEMENT',
    'TRUST_PRINCIPAL_EVERYONE',
    'TRUST_PRINCIPAL_BEYOND',
    'TRUST_PROVIDER_MISTAKEN',
    'TRUST_NOT_PRINCIPAL',
    'TRUST_ACTION_WIDE',
    'TRUST_NOT_ACTION',
]));
const RANK = { high: 2, medium: 1, low: 0 };
function moreSevere(one, other) {
    return RANK[one] >= RANK[other] ? one : other;
}

;// CONCATENATED MODULE: ./packages/core/lib/4-checks/trust-policy/action-findings.js


/** Actions of one `Allow` statement beyond `sts:AssumeRoleWithWebIdentity`. */
function actionFindings(statement, context) {
    const { action, id } = statement;
    if (action.negated) {
        const why = 'NotAction with Allow allows every action but those it names, also future ones.';
        const corrected = tightened(statement, context);
        const { path } = action;
        return [{ code: 'TRUST_NOT_ACTION', severity: 'medium', statement: id, path, why, corrected }];
    }
    const index = action.patterns.findIndex((pattern) => /[*?]/.test(pattern));
    if (index < 0)
        return [];
    const why = `${quoted(action.patterns[index] ?? '')} allows more than to exchange a token: with sts:TagSession and sts:SetSourceIdentity the token can choose session tags and identity.`;
    const path = action.patterns.length === 1 ? action.path : parse_problem_pathTo(action.path, index);
    const corrected = tightened(statement, context);
    return [{ code: 'TRUST_ACTION_WIDE', severity: 'medium', statement: id, path, why, corrected }];
}

;// CONCATENATED MODULE: ./packages/core/lib/4-checks/trust-policy/claim-findings.js





/**
 * What an `Allow` must pin. Every service principal of a tenant can get a v1.0 token for any
 * audience, so only `:sub` tells them apart. In a v2.0 token `:aud` is the client, and
 * `:oaud` the application that the token was meant for.
 *
 * @see https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-client-creds-grant-flow
 */
function needs({ claims, token }) {
    const clientIsPinnedByAud = token.version === '2.0' && token.authorizedParty !== undefined;
    const aud = {
        key: claims.aud.key,
        code: 'TRUST_NO_AUD',
        severity: 'high',
        why: `Nothing pins ${claims.aud.key}: any token of the tenant that the identity provider accepts gets in, for whichever application it was meant.`,
    };
    const sub = {
        key: claims.sub.key,
        code: 'TRUST_NO_SUB',
        severity: 'high',
        why: `Nothing pins ${claims.sub.key}: any service principal of the tenant can get a token for this audience, and so the role.`,
    };
    const oaud = {
        key: claims.oaud.key,
        code: 'TRUST_NO_OAUD',
        severity: 'medium',
        why: `Nothing pins ${claims.oaud.key}: of a v2.0 token :aud is the client, so every API that this client calls can use the token it receives to get the role.`,
    };
    return [aud, ...(clientIsPinnedByAud ? [] : [sub]), ...(token.version === '2.0' ? [oaud] : [])];
}
/** Findings on the claims of one `Allow` statement for this token's provider. */
function claimFindings(statement, policy, context) {
    const corrected = tightened(statement, context);
    const finding = (code, severity, path, why) => {
        return { code, severity, statement: statement.id, path, why, corrected };
    };
    const admitsMissing = (condition) => holdsWithoutKey(condition, policy.version, context) === 'true';
    const needed = needs(context);
    const findings = needed.flatMap(({ key, code, severity, why }) => {
        const conditions = conditionsOn(statement, key);
        const pinned = pinnedValues(statement, key, policy, context);
        if (pinned !== undefined) {
            if (pinned.length === 1 || code !== 'TRUST_NO_AUD')
                return [];
            const several = `${key} may be any of ${pinned.length} values: every one of them can get the role.`;
            return [finding('TRUST_AUD_SEVERAL', 'medium', pathOf(conditions, statement), several)];
        }
        const missing = conditions.find(admitsMissing);
        const open = conditions.find((condition) => hasOpenValues(condition, policy));
        const found = [
            ...(missing ? [finding('TRUST_MISSING_KEY', 'high', missing.path, missingKey(missing))] : []),
            ...(open ? [finding('TRUST_WILDCARD', 'high', open.path, wildcard(open))] : []),
        ];
        return found.length > 0 ? found : [finding(code, severity, pathOf(conditions, statement), why)];
    });
    const rest = statement.conditions.filter(({ key }) => {
        return isClaimKey(key) && !needed.some((one) => one.key.toLowerCase() === key.toLowerCase());
    });
    const isPinned = ({ key }) => pinnedValues(statement, key, policy, context) !== undefined;
    const absent = ({ key }) => keyState(context, key).state === 'absent';
    const loose = rest.filter(admitsMissing);
    const missing = loose.find(absent) ?? loose.find((condition) => !isPinned(condition));
    if (missing !== undefined) {
        const severity = absent(missing) ? 'medium' : 'low';
        findings.push(finding('TRUST_MISSING_KEY', severity, missing.path, missingKey(missing)));
    }
    const open = rest.find((one) => !absent(one) && hasOpenValues(one, policy) && !isPinned(one));
    if (open !== undefined) {
        findings.push(finding('TRUST_WILDCARD', 'low', open.path, wildcard(open)));
    }
    return findings;
}
function pathOf(conditions, statement) {
    return conditions[0]?.path ?? statement.path;
}
function missingKey({ operator, key }) {
    return `${operator.text} is also true of a token without ${key}, so the condition keeps nobody out who lacks it.`;
}
function wildcard({ operator, key, values }) {
    const list = values.slice(0, 3).map(quoted).join(', ');
    return `${operator.text} lets ${key} be anything that fits ${list}, which others can fit too.`;
}

;// CONCATENATED MODULE: ./packages/core/lib/4-checks/trust-policy/key-findings.js



/** Conditions of one statement on keys that no request with this token has: one finding a kind. */
function keyFindings(statement, context) {
    const byKind = new Map();
    let everyKeyMeant = true;
    for (const condition of statement.conditions) {
        if (!isClaimKey(condition.key))
            continue;
        const mistake = mistakeInKey(condition.key, context);
        if (mistake === undefined)
            continue;
        // To ask whether a claim is there makes sense of one that is only sometimes.
        const asks = condition.operator.comparison === 'Null';
        if (asks && mistake.kind === 'claim-not-in-token')
            continue;
        everyKeyMeant &&= mistake.meant !== undefined;
        if (!byKind.has(mistake.kind))
            byKind.set(mistake.kind, { condition, mistake });
    }
    if (byKind.size === 0)
        return [];
    const corrected = correct(statement, everyKeyMeant, context);
    return [...byKind.values()].map(({ condition, mistake }) => ({
        code: 'TRUST_KEY_NEVER_MATCHES',
        severity: 'medium',
        statement: statement.id,
        path: condition.path,
        why: `${quoted(condition.key)} ${mistake.reason}: the key is in no request with this token, so the condition does not test what it says.`,
        corrected,
    }));
}
function correct(statement, everyKeyMeant, context) {
    if (everyKeyMeant) {
        return renamedKeys(statement, (key) => isClaimKey(key) ? (mistakeInKey(key, context)?.meant ?? key) : key);
    }
    return statement.effect === 'Allow' ? tightened(statement, context) : null;
}

;// CONCATENATED MODULE: ./packages/core/lib/4-checks/trust-policy/principal-findings.js




/** Principals of one `Allow` statement other than this token's provider. */
function principalFindings(statement, context) {
    const { principal } = statement;
    const others = new Map();
    if (!principal.negated) {
        for (const entry of principal.entries) {
            const code = principal_findings_judge(entry, context);
            if (code === undefined)
                continue;
            const list = others.get(code);
            if (list === undefined)
                others.set(code, [entry]);
            else
                list.push(entry);
        }
    }
    const concernsUs = principal.negated ||
        others.has('TRUST_PROVIDER_MISTAKEN') ||
        principalMatches(principal, context.principal.federated) !== 'false';
    const corrected = concernsUs ? tightened(statement, context) : null;
    const finding = (code, severity, path, why) => {
        return { code, severity, statement: statement.id, path, why, corrected };
    };
    if (principal.negated) {
        const why = 'NotPrincipal with Allow admits everyone but the principals it names.';
        return [finding('TRUST_NOT_PRINCIPAL', 'high', principal.path, why)];
    }
    return [...others].map(([code, entries]) => {
        const path = entries[0]?.path ?? principal.path;
        const severity = code === 'TRUST_PRINCIPAL_EVERYONE' ? 'high' : 'medium';
        return finding(code, severity, path, principal_findings_sentence(code, entries, context));
    });
}
function principal_findings_judge(entry, context) {
    if (entry.value === '*')
        return 'TRUST_PRINCIPAL_EVERYONE';
    if (entry.type !== 'Federated')
        return 'TRUST_PRINCIPAL_BEYOND';
    const mistake = mistakeInProvider(entry.value, context);
    if (mistake === undefined)
        return undefined;
    // A provider of another tenant is no slip of the pen: whoever holds that tenant gets in.
    const slip = mistake.meant !== undefined && mistake.kind !== 'another-tenant';
    return slip ? 'TRUST_PROVIDER_MISTAKEN' : 'TRUST_PRINCIPAL_BEYOND';
}
function principal_findings_sentence(code, entries, context) {
    const [first] = entries;
    const value = first?.value ?? '';
    if (code === 'TRUST_PROVIDER_MISTAKEN') {
        const reason = mistakeInProvider(value, context)?.reason ?? 'is another provider';
        return `${quoted(value)} ${reason}: tokens as this one come from ${context.provider.arn}.`;
    }
    if (code === 'TRUST_PRINCIPAL_EVERYONE') {
        return 'The principal "*" is everyone: the conditions alone decide who gets the role.';
    }
    const more = entries.length > 1 ? ` and ${entries.length - 1} more` : '';
    return `${quoted(value)}${more} can take the role too, without a token of this provider.`;
}

;// CONCATENATED MODULE: ./packages/core/lib/4-checks/trust-policy/findings.js







/**
 * How much wider than this token a policy is, and where it does not test what it says. In
 * the order of the statements; none for the policy of {@link requiredTrust}.
 */
function findWeaknesses(policy, context) {
    const judged = policy.statements.map((statement) => {
        const concerns = actionMatches(statement.action, context.action) === 'true' &&
            principalMatches(statement.principal, context.principal.federated) !== 'false';
        return { statement, concerns, findings: findings_judge(statement, concerns, policy, context) };
    });
    const allows = judged.filter(({ statement, concerns }) => {
        return concerns && statement.effect === 'Allow';
    });
    const tight = allows.find(({ findings }) => widthOf(findings) === 'low');
    return judged.flatMap(({ statement, findings }) => {
        const severity = widthOf(findings);
        const wider = allows.some((one) => one.statement === statement) && severity !== 'low';
        if (tight === undefined || !wider)
            return findings;
        return [
            ...findings,
            {
                code: 'TRUST_WIDER_STATEMENT',
                severity,
                statement: statement.id,
                path: statement.path,
                why: `One statement that allows is enough: this one undoes what ${tight.statement.id} demands.`,
                corrected: tightened(statement, context),
            },
        ];
    });
}
function findings_judge(statement, concerns, policy, context) {
    if (statement.effect === 'Deny')
        return concerns ? keyFindings(statement, context) : [];
    const principals = principalFindings(statement, context);
    if (!concerns)
        return principals;
    return [
        ...principals,
        ...actionFindings(statement, context),
        ...claimFindings(statement, policy, context),
        ...keyFindings(statement, context),
    ];
}
/** The worst of what makes a statement wide; a key that never matches does not. */
function widthOf(findings) {
    return findings
        .filter(({ code }) => code !== 'TRUST_KEY_NEVER_MATCHES' && code !== 'TRUST_PROVIDER_MISTAKEN')
        .reduce((worst, { severity }) => moreSevere(worst, severity), 'low');
}

;// CONCATENATED MODULE: ./packages/core/lib/4-checks/trust-policy/json-document.js

/** What {@link readJsonText} and {@link readJsonValue} stop at. */
class UnreadableJson extends Error {
    name = 'UnreadableJson';
    problem;
    constructor(problem) {
        super(problem.message);
        this.problem = problem;
    }
}
/** No policy nests deeper than five; the limit keeps a hostile document off the call stack. */
const DEPTH_LIMIT = 32;
/**
 * What CreateRole takes for `AssumeRolePolicyDocument`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
 */
const DOCUMENT_LIMIT = 131_072;
/**
 * Reads what `JSON.parse` returned. Only own enumerable members count, so nothing of a
 * prototype gets in, and `__proto__` is a name like any other.
 *
 * @throws UnreadableJson for what is no JSON value, too deep or too large
 */
function json_document_readJsonValue(value) {
    let budget = DOCUMENT_LIMIT;
    const fail = (code, path, message) => {
        throw new UnreadableJson({ code, path, line: undefined, message, fatal: true });
    };
    const read = (part, path, depth) => {
        const at = { path, line: undefined };
        budget -= typeof part === 'string' ? part.length + 1 : 1;
        if (budget < 0)
            fail('too-large', '$', `The document exceeds ${DOCUMENT_LIMIT} characters.`);
        if (depth > DEPTH_LIMIT)
            fail('too-deep', '$', 'The document nests too deep for a policy.');
        if (part === null)
            return { ...at, type: 'null', text: 'null' };
        if (typeof part === 'string')
            return { ...at, type: 'string', text: part };
        if (typeof part === 'boolean')
            return { ...at, type: 'boolean', text: String(part) };
        if (typeof part === 'number')
            return { ...at, type: 'number', text: String(part) };
        if (Array.isArray(part)) {
            const items = Array.from(part, (item, index) => read(item, pathTo(path, index), depth + 1));
            return { ...at, type: 'list', items };
        }
        if (typeof part !== 'object')
            return fail('not-json', path, 'This is no JSON value.');
        const members = new Map();
        for (const [name, member] of Object.entries(part)) {
            members.set(name, read(member, pathTo(path, name), depth + 1));
        }
        return { ...at, type: 'object', members };
    };
    return read(value, '$', 0);
}
const TOKEN = /[ \t\r\n]*(?:([{}[\],:])|("[^"\\\n]*(?:\\.[^"\\\n]*)*")|(-?\d[\d.eE+-]*|true|false|null))/y;
/**
 * Reads JSON text. Unlike `JSON.parse` it knows the lines and refuses a member that is
 * given twice, as IAM does: the first of two `StringEquals` would silently be lost.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 * @throws UnreadableJson
 */
function readJsonText(source) {
    const text = source.startsWith('\uFEFF') ? source.slice(1) : source;
    let offset = 0;
    let countedTo = 0;
    let line = 1;
    const lineHere = () => {
        for (; countedTo < offset; countedTo++)
            if (text.charCodeAt(countedTo) === 10)
                line++;
        return line;
    };
    const fail = (code, path, message) => {
        throw new UnreadableJson({ code, path, line: lineHere(), message, fatal: true });
    };
    if (text.length > DOCUMENT_LIMIT) {
        fail('too-large', '$', `The document exceeds ${DOCUMENT_LIMIT} characters.`);
    }
    const next = (path) => {
        TOKEN.lastIndex = offset;
        const match = TOKEN.exec(text);
        if (match === null)
            return fail('not-json', path, 'The document is not valid JSON here.');
        offset = TOKEN.lastIndex;
        return match[1] ?? match[2] ?? match[3] ?? '';
    };
    const decode = (token, path) => {
        try {
            return JSON.parse(token);
        }
        catch {
            return fail('not-json', path, 'The document is not valid JSON here.');
        }
    };
    const separator = (token, end, path) => {
        if (token === end)
            return false;
        return token === ',' || fail('not-json', path, `A comma or ${end} is missing here.`);
    };
    const read = (token, path, depth) => {
        if (depth > DEPTH_LIMIT)
            fail('too-deep', '$', 'The document nests too deep for a policy.');
        const at = { path, line: lineHere() };
        if (token === '{') {
            const members = new Map();
            let name = next(path);
            for (let more = name !== '}'; more;) {
                if (!name.startsWith('"'))
                    fail('not-json', path, 'The name of a member is missing here.');
                const key = String(decode(name, path));
                if (members.has(key)) {
                    fail('duplicate-member', parse_problem_pathTo(path, key), `The member ${quoted(key)} is given twice.`);
                }
                if (next(path) !== ':')
                    fail('not-json', path, 'A colon is missing here.');
                members.set(key, read(next(path), parse_problem_pathTo(path, key), depth + 1));
                more = separator(next(path), '}', path);
                if (more)
                    name = next(path);
            }
            return { ...at, type: 'object', members };
        }
        if (token === '[') {
            const items = [];
            let first = next(path);
            for (let more = first !== ']'; more;) {
                items.push(read(first, parse_problem_pathTo(path, items.length), depth + 1));
                more = separator(next(path), ']', path);
                if (more)
                    first = next(path);
            }
            return { ...at, type: 'list', items };
        }
        const value = decode(token, path);
        if (typeof value === 'string')
            return { ...at, type: 'string', text: value };
        if (typeof value === 'number')
            return { ...at, type: 'number', text: token };
        if (typeof value === 'boolean')
            return { ...at, type: 'boolean', text: token };
        return { ...at, type: 'null', text: 'null' };
    };
    const root = read(next('$'), '$', 0);
    if (!/^[ \t\r\n]*$/.test(text.slice(offset))) {
        fail('not-json', '$', 'Something follows the end of the document.');
    }
    return root;
}

;// CONCATENATED MODULE: ./packages/core/lib/4-checks/trust-policy/condition-block.js


/**
 * The `Condition` element: `{operator: {key: value or list of values}}`. An empty block,
 * or an operator without keys, has no effect.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
 */
function parseConditions(block, report) {
    if (block === undefined)
        return [];
    if (block.type !== 'object') {
        report(block, 'wrong-type', 'Condition must be an object of operators.');
        return [];
    }
    return [...block.members].flatMap(([name, keys]) => {
        const parsed = parseConditionOperator(name);
        if ('reason' in parsed) {
            report(keys, 'invalid-operator', `${quoted(name)} ${parsed.reason}.`);
            return [];
        }
        if (keys.type !== 'object') {
            report(keys, 'wrong-type', `${name} must be an object of condition keys.`);
            return [];
        }
        const spellings = new Map();
        return [...keys.members].map(([key, node]) => {
            checkKey(key, node, spellings, report);
            return { path: node.path, operator: parsed.operator, key, values: condition_block_valuesOf(node, report) };
        });
    });
}
/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html */
function checkKey(key, node, spellings, report) {
    if (!/^[^:\s]+:.+$/s.test(key)) {
        report(node, 'invalid-condition-key', `${quoted(key)} is no condition key, as aws:SourceIp.`);
    }
    // Two spellings of one key have no documented meaning, and Access Analyzer refuses them.
    const first = spellings.get(key.toLowerCase());
    if (first === undefined)
        spellings.set(key.toLowerCase(), key);
    else
        report(node, 'duplicate-member', `${quoted(key)} is ${quoted(first)} once more.`);
}
/** Strings, numbers and booleans: quotation marks are optional around the latter two. */
function condition_block_valuesOf(node, report) {
    const nodes = node.type === 'list' ? node.items : [node];
    return nodes.flatMap((item) => {
        if (item.type === 'string' || item.type === 'number' || item.type === 'boolean') {
            return [item.text];
        }
        report(item, 'wrong-type', 'A condition value must be a string, a number or a boolean.');
        return [];
    });
}

;// CONCATENATED MODULE: ./packages/core/lib/4-checks/trust-policy/element.js
/** A string or a list of strings. */
function strings(node, what, report) {
    const nodes = node.type === 'list' ? node.items : [node];
    return nodes.flatMap((item) => {
        if (item.type === 'string')
            return [item];
        report(item, 'wrong-type', `${what} must be a string or a list of strings.`);
        return [];
    });
}
/** Exactly one of two elements that exclude each other. */
function oneOf(statement, members, name, report) {
    const plain = members.get(name);
    const negation = members.get(`Not${name}`);
    if (plain !== undefined && negation !== undefined) {
        report(negation, 'conflicting-elements', `${name} and Not${name} exclude each other.`);
        return undefined;
    }
    const node = plain ?? negation;
    if (node === undefined)
        report(statement, 'missing-element', `The statement has no ${name}.`);
    return node === undefined ? undefined : { node, negated: negation !== undefined };
}

;// CONCATENATED MODULE: ./packages/core/lib/4-checks/trust-policy/principal-element.js


const PRINCIPAL_TYPES = ['AWS', 'Federated', 'Service', 'CanonicalUser'];
/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
function parsePrincipal(statement, members, report) {
    const found = oneOf(statement, members, 'Principal', report);
    if (found === undefined)
        return undefined;
    const { node, negated } = found;
    if (negated) {
        const message = 'IAM no longer takes NotPrincipal in a trust policy: use Principal.';
        report(node, 'forbidden-element', message, 'tolerable');
    }
    const { path } = node;
    if (node.type === 'string' && node.text === '*') {
        return { path, negated, entries: [{ type: '*', value: '*', path }] };
    }
    if (node.type !== 'object') {
        report(node, 'invalid-principal', 'Principal must be "*" or an object as {"Federated": …}.');
        return undefined;
    }
    const entries = [];
    for (const [name, member] of node.members) {
        const type = PRINCIPAL_TYPES.find((known) => known === name);
        if (type === undefined) {
            const message = `${quoted(name)} is no kind of principal: one of ${PRINCIPAL_TYPES.join(', ')}.`;
            report(member, 'invalid-principal', message);
            continue;
        }
        for (const item of strings(member, name, report)) {
            entries.push({ type, value: item.text, path: item.path });
        }
    }
    return { path, negated, entries };
}

;// CONCATENATED MODULE: ./packages/core/lib/4-checks/trust-policy/statement.js




const ELEMENTS = [
    'Sid',
    'Effect',
    'Action',
    'NotAction',
    'Principal',
    'NotPrincipal',
    'Resource',
    'NotResource',
    'Condition',
];
/**
 * A statement of a trust policy; undefined when an element it cannot do without is missing.
 * Names of elements are case-sensitive: `effect` is refused, not overlooked.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
function parseStatement(node, report) {
    if (node.type !== 'object') {
        report(node, 'wrong-type', `A statement must be an object, not a ${node.type}.`);
        return undefined;
    }
    const { members, path } = node;
    for (const [name, member] of members) {
        if (ELEMENTS.includes(name))
            continue;
        const meant = ELEMENTS.find((element) => element.toLowerCase() === name.toLowerCase());
        const hint = meant === undefined ? '' : `: it must be written ${meant}`;
        report(member, 'unknown-element', `${quoted(name)} is no element of a statement${hint}.`);
    }
    for (const name of ['Resource', 'NotResource']) {
        const member = members.get(name);
        if (member === undefined)
            continue;
        report(member, 'forbidden-element', `A trust policy has no ${name}: its resource is the role.`);
    }
    const sid = parseSid(members.get('Sid'), report);
    const effect = parseEffect(members.get('Effect'), node, report);
    const action = parseAction(node, members, report);
    const principal = parsePrincipal(node, members, report);
    const conditions = parseConditions(members.get('Condition'), report);
    if (effect === undefined || action === undefined || principal === undefined)
        return undefined;
    return { path, id: path.slice(2), sid, effect, action, principal, conditions };
}
function parseSid(node, report) {
    if (node === undefined)
        return undefined;
    if (node.type !== 'string') {
        report(node, 'wrong-type', 'Sid must be a string.');
        return undefined;
    }
    if (!/^[A-Za-z0-9]*$/.test(node.text)) {
        report(node, 'invalid-sid', 'IAM takes only letters and digits in a Sid.', 'tolerable');
    }
    return node.text;
}
function parseEffect(node, statement, report) {
    if (node?.type === 'string' && (node.text === 'Allow' || node.text === 'Deny'))
        return node.text;
    if (node === undefined)
        report(statement, 'missing-element', 'The statement has no Effect.');
    else
        report(node, 'invalid-effect', 'Effect must be "Allow" or "Deny", so written.');
    return undefined;
}
/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html */
function parseAction(statement, members, report) {
    const found = oneOf(statement, members, 'Action', report);
    if (found === undefined)
        return undefined;
    const patterns = strings(found.node, 'Action', report).map((item) => {
        if (!/^(\*|[^:\s]+:[^:\s]+)$/.test(item.text)) {
            const message = `${quoted(item.text)} is no action: write service:Name, or *.`;
            report(item, 'invalid-action', message);
        }
        return item.text;
    });
    return { path: found.node.path, negated: found.negated, patterns };
}

;// CONCATENATED MODULE: ./packages/core/lib/4-checks/trust-policy/wrapped-policy.js

/** Members that a policy is found under, from the outside in: the answer of `iam:GetRole`. */
const WRAPPERS = ['Role', 'AssumeRolePolicyDocument'];
/**
 * The policy in a document: the document itself, what `aws iam get-role` prints around it, or
 * either as the text of a JSON string. Its paths begin at `$` all the same; its lines stay
 * those of the document, and what is inside a string is all on the line of the string.
 *
 * @throws UnreadableJson when the text of a string is not JSON
 */
function unwrapped(document) {
    const outside = document.type === 'string' ? inside(document, document.text) : document;
    const inner = WRAPPERS.reduce((node, name) => (node.type === 'object' ? (node.members.get(name) ?? node) : node), outside);
    if (inner === outside)
        return inner;
    if (inner.type === 'string')
        return inside(inner, percentDecoded(inner.text));
    return changed(inner, ({ path, line }) => ({ path: `$${path.slice(inner.path.length)}`, line }));
}
function inside({ line }, text) {
    return changed(readJsonText(text), ({ path }) => ({ path, line }));
}
function percentDecoded(text) {
    try {
        return text.startsWith('%') ? decodeURIComponent(text) : text;
    }
    catch {
        return text;
    }
}
function changed(node, place) {
    const here = { ...node, ...place(node) };
    if (here.type === 'object') {
        const members = [...here.members].map(([name, one]) => [name, changed(one, place)]);
        return { ...here, members: new Map(members) };
    }
    return here.type === 'list'
        ? { ...here, items: here.items.map((item) => changed(item, place)) }
        : here;
}

;// CONCATENATED MODULE: ./packages/core/lib/4-checks/trust-policy/parse-policy.js




/**
 * Reads a trust policy from text, plain or percent-encoded as `iam:GetRole` returns it.
 * Never throws: whatever is odd comes back as a problem, with its path and line.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html
 */
function parsePolicyText(text) {
    return parsed(() => readJsonText(decodedIfEncoded(text)));
}
/**
 * Reads a trust policy from a file, also one that holds more than the policy: the answer of
 * `aws iam get-role`, or the policy as a JSON string, as Terraform and CloudFormation hand it
 * out. Paths begin at the policy; lines are those of the file. Never throws.
 */
function parsePolicyFile(text) {
    return parsed(() => unwrapped(readJsonText(decodedIfEncoded(text))));
}
/** Reads a trust policy from what `JSON.parse` returned. Never throws. */
function parsePolicy(value) {
    return parsed(() => readJsonValue(value));
}
/** As `iam:GetRole` returns it. */
function decodedIfEncoded(text) {
    if (!/^\s*%7B/i.test(text))
        return text;
    try {
        return decodeURIComponent(text.trim());
    }
    catch {
        return text;
    }
}
function parsed(readJson) {
    const problems = [];
    try {
        const root = readJson();
        const lines = linesOf(root);
        const policy = parseDocument(root, ({ path }, code, message, severity = 'fatal') => {
            problems.push({ code, path, line: lines.get(path), message, fatal: severity === 'fatal' });
        });
        const lost = problems.some(({ fatal }) => fatal);
        return { policy: lost ? undefined : policy, problems, lines };
    }
    catch (error) {
        if (!(error instanceof UnreadableJson))
            throw error;
        return { policy: undefined, problems: [error.problem], lines: new Map() };
    }
}
/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
function parseDocument(root, report) {
    if (root.type !== 'object') {
        report(root, 'wrong-type', `The policy must be an object, not a ${root.type}.`);
        return undefined;
    }
    for (const [name, member] of root.members) {
        if (name === 'Version' || name === 'Id' || name === 'Statement')
            continue;
        const hint = /^(Role|AssumeRolePolicyDocument)$/.test(name)
            ? 'give the value of AssumeRolePolicyDocument itself'
            : 'a policy has Version, Id and Statement, so written';
        report(member, 'unknown-element', `${quoted(name)} is no element of a policy: ${hint}.`);
    }
    const id = root.members.get('Id');
    if (id !== undefined && id.type !== 'string')
        report(id, 'wrong-type', 'Id must be a string.');
    const version = parseVersion(root.members.get('Version'), report);
    const block = root.members.get('Statement');
    if (block === undefined) {
        report(root, 'missing-element', 'The policy has no Statement.');
        return undefined;
    }
    const nodes = block.type === 'list' ? block.items : [block];
    if (nodes.length === 0)
        report(block, 'missing-element', 'The policy has no statement.');
    const statements = nodes.map((node) => parseStatement(node, report));
    const whole = statements.filter((statement) => statement !== undefined);
    return { version, statements: withIds(whole, report) };
}
/**
 * Without `Version` the old language applies.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
 */
function parseVersion(node, report) {
    if (node === undefined)
        return '2008-10-17';
    if (node.type === 'string' && (node.text === '2012-10-17' || node.text === '2008-10-17')) {
        return node.text;
    }
    report(node, 'invalid-version', 'Version must be "2012-10-17" (or the older "2008-10-17").');
    return '2008-10-17';
}
/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html */
function withIds(statements, report) {
    const times = new Map();
    for (const { sid } of statements)
        if (sid)
            times.set(sid, (times.get(sid) ?? 0) + 1);
    const seen = new Set();
    return statements.map((statement) => {
        const { sid, path } = statement;
        if (!sid)
            return statement;
        if (times.get(sid) === 1)
            return { ...statement, id: sid };
        if (seen.has(sid)) {
            report({ path: `${path}.Sid` }, 'duplicate-sid', `IAM refuses a second statement ${quoted(sid)}.`, 'tolerable');
        }
        seen.add(sid);
        return statement;
    });
}
function linesOf(root) {
    const lines = new Map();
    const walk = (node) => {
        if (node.line === undefined)
            return;
        lines.set(node.path, node.line);
        if (node.type === 'object')
            for (const member of node.members.values())
                walk(member);
        if (node.type === 'list')
            for (const item of node.items)
                walk(item);
    };
    walk(root);
    return lines;
}

;// CONCATENATED MODULE: ./packages/core/lib/4-checks/trust-policy/absent-keys.js
/**
 * Keys that no `AssumeRoleWithWebIdentity` request of ours carries, by their documented
 * availability. The request is not signed with AWS credentials, comes from no AWS service,
 * no console and no earlier session, passes no session tags and no source identity, and has
 * no parameter for an external ID.
 *
 * Left out on purpose, and so unknown: `aws:PrincipalArn`, `aws:PrincipalAccount`,
 * `aws:PrincipalOrgID` and the like. Their documentation speaks of signed and of anonymous
 * requests; a web identity is neither.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
 */
const absent_keys_ABSENT_KEYS = [
    'aws:username',
    'aws:PrincipalTag/',
    'aws:TokenIssueTime',
    'aws:MultiFactorAuthPresent',
    'aws:MultiFactorAuthAge',
    'aws:FederatedProvider',
    'aws:SourceIdentity',
    'aws:Ec2InstanceSourceVpc',
    'aws:Ec2InstanceSourcePrivateIPv4',
    'aws:CalledVia',
    'aws:CalledViaFirst',
    'aws:CalledViaLast',
    'aws:PrincipalServiceName',
    'aws:PrincipalServiceNamesList',
    'aws:SourceAccount',
    'aws:SourceArn',
    'aws:SourceOrgID',
    'aws:SourceOrgPaths',
    'aws:referer',
    'aws:RequestTag/',
    'aws:TagKeys',
    'sts:AWSServiceName',
    'sts:DurationSeconds',
    'sts:ExternalId',
    'sts:SourceIdentity',
    'sts:TransitiveTagKeys',
];

;// CONCATENATED MODULE: ./packages/core/lib/4-checks/trust-policy/identity-provider.js
/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html */
function identityProvider(issuer, role) {
    const keyPrefix = issuer.replace(/^https:\/\//i, '');
    return {
        url: `https://${keyPrefix}`,
        arn: `arn:${role.partition}:iam::${role.account}:oidc-provider/${keyPrefix}`,
        keyPrefix,
    };
}

;// CONCATENATED MODULE: ./packages/core/lib/4-checks/trust-policy/web-identity-context.js


/**
 * The request that exchanges a token for a role's credentials, as the role's trust policy
 * sees it. `:aud` is the claim `azp`, and `aud` only without one; `:oaud` is `aud`. No other
 * claim of Entra is a condition key: `roles`, `appid`, `tid` are absent, as are the keys of
 * every other provider.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 */
function webIdentityContext(token, role, request = {}) {
    const provider = identityProvider(token.issuer, role);
    const { keyPrefix } = provider;
    const claims = {
        aud: { key: `${keyPrefix}:aud`, value: token.authorizedParty ?? token.audience },
        oaud: { key: `${keyPrefix}:oaud`, value: token.audience },
        sub: { key: `${keyPrefix}:sub`, value: token.subject },
    };
    const keys = new Map();
    const set = (key, ...values) => keys.set(key.toLowerCase(), values);
    for (const { key, value } of Object.values(claims))
        set(key, value);
    if (token.authenticationMethods)
        set(`${keyPrefix}:amr`, ...token.authenticationMethods);
    if (token.email !== undefined)
        set(`${keyPrefix}:email`, token.email);
    set('sts:RoleSessionName', role.sessionName);
    // STS answers over TLS only, and it is us who call, not a service for us.
    set('aws:SecureTransport', 'true');
    set('aws:ViaAWSService', 'false');
    const { now, region } = request;
    if (now !== undefined && !Number.isNaN(now.getTime())) {
        set('aws:CurrentTime', now.toISOString());
        set('aws:EpochTime', String(Math.floor(now.getTime() / 1000)));
    }
    if (region !== undefined)
        set('aws:RequestedRegion', region);
    return {
        action: 'sts:AssumeRoleWithWebIdentity',
        principal: { federated: provider.arn },
        keys,
        absentKeys: new Set(absent_keys_ABSENT_KEYS.map((key) => key.toLowerCase())),
        token,
        role,
        provider,
        claims,
    };
}

;// CONCATENATED MODULE: ./packages/core/lib/4-checks/trust-policy/index.js













;// CONCATENATED MODULE: ./packages/core/lib/4-checks/role-trust/role-request.js

/** The exchange of the token for the first role, as the role's trust policy sees it. */
function tokenRequest(claims, { role, region }, { sessionName }, now) {
    const { partition, account } = role;
    return webIdentityContext(tokenFacts(claims), { partition: partition.id, account, sessionName }, { now, region: region.name });
}
/**
 * The request with which the link before takes on the one at `index`, from 1, as that role's trust policy
 * sees it.
 */
function chainedRequest({ request, links }, index, { sessionName }, now) {
    const before = links[index - 1];
    if (before === undefined)
        throw new Error('the first link of a chain has none before it');
    const { role, credentials } = before;
    const { externalId, tags } = request.chain;
    return assumeRoleContext({
        caller: {
            partition: role.partition.id,
            account: role.account,
            roleArn: role.text,
            sessionArn: credentials.assumedRoleArn,
        },
        sessionName,
        externalId,
        ...tags,
        inheritsTags: index > 1 && tags.transitiveKeys.length > 0,
    }, { now, region: request.region.name });
}
function tokenFacts(claims) {
    const { issuer, audience, authorizedParty, subject, tenant, version } = claims;
    return {
        issuer,
        audience,
        authorizedParty,
        subject,
        version: version.startsWith('2') ? '2.0' : '1.0',
        tenantId: tenant,
    };
}

// EXTERNAL MODULE: ./packages/core/lib/log-line.js
var log_line = __webpack_require__(5643);
// EXTERNAL MODULE: ./packages/core/lib/failure.js
var failure = __webpack_require__(7068);
// EXTERNAL MODULE: ./packages/core/lib/retry/attempts.js + 1 modules
var attempts = __webpack_require__(8974);
// EXTERNAL MODULE: ./packages/core/lib/platform/network.js
var network = __webpack_require__(9558);
// EXTERNAL MODULE: ./packages/core/lib/proxy-failure.js
var proxy_failure = __webpack_require__(1865);
;// CONCATENATED MODULE: ./packages/core/lib/retry/retry-after.js
const MILLISECONDS_A_SECOND = 1000;
const SECONDS = /^\d{1,9}$/;
/** IMF-fixdate, the only form that servers may send. */
const DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
/**
 * How long a server asks to be left alone, in milliseconds; undefined when it does not say.
 * A point in time is compared with the server's own clock where it shows that, so that a machine
 * whose clock is wrong waits no longer than others.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
function retryAfterMs(headers, now) {
    const value = headers['retry-after']?.trim() ?? '';
    if (SECONDS.test(value))
        return Number(value) * MILLISECONDS_A_SECOND;
    const at = timeOf(value);
    if (at === undefined)
        return undefined;
    return Math.max(0, at - (timeOf(headers['date'] ?? '') ?? now.getTime()));
}
function timeOf(date) {
    const time = DATE.test(date) ? Date.parse(date) : Number.NaN;
    return Number.isNaN(time) ? undefined : time;
}

;// CONCATENATED MODULE: ./packages/core/lib/4-checks/role-trust/xml-element.js
class UnreadableXml extends Error {
    name = 'UnreadableXml';
}
/** What AWS sends nests six deep; the limit keeps a hostile document off the call stack. */
const xml_element_DEPTH_LIMIT = 16;
/** IAM answers with one role; its policy has 131072 characters at the most, each up to three when encoded. */
const LENGTH_LIMIT = 512 * 1024;
const PROLOG = /^\uFEFF?\s*(?:<\?xml [^?<>]*\?>\s*)?/;
const xml_element_TOKEN = /<(\/?)([A-Za-z_][\w.-]{0,127})((?:\s+[\w:.-]+="[^"<>]*")*)\s*(\/?)>|([^<]+)/y;
const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w{1,8}));|&/g;
const NAMED = {
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
};
/**
 * Reads as much of XML as the answers of the AWS query protocol are written in: elements and text.
 * Attributes are passed over. What could make a reader do more than read (document types, own
 * entities, instructions) is refused, and comments and CDATA with it.
 *
 * @throws UnreadableXml
 * @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
function readXml(source) {
    if (source.length > LENGTH_LIMIT)
        throw new UnreadableXml('the document is too long');
    const text = source.slice(PROLOG.exec(source)?.[0].length ?? 0).trimEnd();
    let offset = 0;
    const next = () => {
        xml_element_TOKEN.lastIndex = offset;
        const match = xml_element_TOKEN.exec(text);
        if (match === null)
            throw new UnreadableXml('the document is cut off or no XML');
        offset = xml_element_TOKEN.lastIndex;
        return match;
    };
    const element = ([, end, name = '', , empty], depth) => {
        if (end !== '' || name === '')
            throw new UnreadableXml('an element is missing');
        if (depth > xml_element_DEPTH_LIMIT)
            throw new UnreadableXml('the document nests too deep');
        const children = [];
        const texts = [];
        while (empty !== '/') {
            const token = next();
            const [, closes, inner, attributes, , characters] = token;
            if (characters !== undefined)
                texts.push(resolved(characters));
            else if (closes === '')
                children.push(element(token, depth + 1));
            else if (inner === name && attributes === '' && token[4] === '')
                break;
            else
                throw new UnreadableXml('an element is not closed');
        }
        return { name, children, text: texts.join('') };
    };
    const root = element(next(), 0);
    if (offset < text.length)
        throw new UnreadableXml('something follows the document');
    return root;
}
function resolved(characters) {
    return characters.replace(ENTITY, (_, decimal, hex, name) => {
        if (name !== undefined && Object.hasOwn(NAMED, name))
            return NAMED[name] ?? '';
        const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
        if (Number.isNaN(code) || code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
            throw new UnreadableXml('an entity is not known');
        }
        return String.fromCodePoint(code);
    });
}
/** The text at the end of a path of names from below `root`; undefined unless every step is there once. */
function textAt(root, ...path) {
    let here = root;
    for (const name of path) {
        const [child, ...more] = here.children.filter((one) => one.name === name);
        if (child === undefined || more.length > 0)
            return undefined;
        here = child;
    }
    return here.children.length === 0 ? here.text : undefined;
}

;// CONCATENATED MODULE: ./packages/core/lib/4-checks/role-trust/iam-failure.js






const OR_A_FILE = 'or check a file with "trust-policy-file", or set "trust-policy-check" to warn or off.';
/** A request to IAM that got no complete answer; anything else thrown stays as it is. */
function iamNetworkFailure(error, role) {
    if (!(error instanceof network/* NetworkFailure */.p))
        return error;
    const { kind, passing } = error;
    const isProxy = kind === 'proxy' || kind === 'proxy-credentials' || kind === 'proxy-refusal';
    return new failure/* StepFailure */.pH(isProxy ? proxy_failure/* PROXY_CODES */.u[kind] : 'EAC_TRUST_POLICY_UNAVAILABLE', `IAM could not be asked for the trust policy of ${role}: ${error.message}.`, isProxy
        ? proxy_failure/* PROXY_HINTS */.S[kind]
        : `Let the machine that runs the job reach this host (its firewall and proxy may know STS only), ${OR_A_FILE}`, { cause: error, transient: passing ? {} : undefined });
}
/**
 * An answer of IAM that is not the role.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html#API_GetRole_Errors
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
 */
function iamAnswerFailure(answer, role, now) {
    const said = errorIn(answer);
    const { status = 0, code } = said;
    const overloaded = status === 429 || status >= 500 || /^(Throttling|RequestLimit)/.test(code ?? '');
    const transient = overloaded ? { retryAfterMs: retryAfterMs(answer.headers, now) } : undefined;
    if (/^(AccessDenied|UnauthorizedOperation|NotAuthorized)/.test(code ?? '')) {
        return new failure/* StepFailure */.pH('EAC_TRUST_POLICY_DENIED', `The session of ${role} may not read the trust policy of its own role.`, `Add this statement to the permissions of the role: ${JSON.stringify(permissionToRead(role))} A session policy of this step, a permissions boundary or an organization policy must allow it too. Or check a file with "trust-policy-file".`, { answer: said });
    }
    if (code === undefined && !overloaded) {
        return new failure/* StepFailure */.pH('EAC_TRUST_POLICY_UNAVAILABLE', `What answered in place of IAM for the trust policy of ${role} is not IAM (HTTP ${status}, ${(0,log_line/* quote */.h)(answer.headers['content-type'] ?? 'no content type')}).`, `A proxy or firewall answered, or AWS_ENDPOINT_URL_IAM names another host; ${OR_A_FILE}`, { answer: said });
    }
    return new failure/* StepFailure */.pH('EAC_TRUST_POLICY_UNAVAILABLE', overloaded
        ? `IAM cannot answer at the moment, so the trust policy of ${role} is not known.`
        : `IAM does not hand out the trust policy of ${role}.`, overloaded
        ? `Run the job again in a few minutes, ${OR_A_FILE}`
        : `Look the code up in the IAM API reference (GetRole, and Common errors), ${OR_A_FILE}`, { answer: said, transient });
}
/** A statement for the permissions of a role that lets its sessions read its trust policy. */
function permissionToRead(role) {
    return { Effect: 'Allow', Action: 'iam:GetRole', Resource: role.text };
}
function errorIn({ status, headers, body }) {
    const requestId = headers['x-amzn-requestid'];
    try {
        const root = readXml(body);
        if (root.name === 'ErrorResponse') {
            return {
                service: 'IAM',
                status,
                code: textAt(root, 'Error', 'Code'),
                requestId: textAt(root, 'RequestId') ?? requestId,
                message: textAt(root, 'Error', 'Message'),
            };
        }
    }
    catch (error) {
        if (!(error instanceof UnreadableXml))
            throw error;
    }
    return { service: 'IAM', status, requestId };
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ../../work/main/node_modules/@smithy/signature-v4/dist-cjs/index.js
var dist_cjs = __webpack_require__(8398);
;// CONCATENATED MODULE: ./packages/core/lib/4-checks/role-trust/signed-request.js


/**
 * A call of IAM's Query API, signed with a session's credentials.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
async function signedIamRequest(parameters, { url, signingRegion }, { accessKeyId, secretAccessKey, sessionToken }, now) {
    const signer = new dist_cjs/* SignatureV4 */.BB({
        service: 'iam',
        region: signingRegion,
        sha256: Sha256,
        credentials: {
            accessKeyId: accessKeyId.reveal(),
            secretAccessKey: secretAccessKey.reveal(),
            sessionToken: sessionToken.reveal(),
        },
    });
    const body = new URLSearchParams(parameters).toString();
    const { headers } = await signer.sign({
        method: 'POST',
        protocol: url.protocol,
        hostname: url.hostname,
        path: url.pathname,
        query: {},
        headers: {
            host: url.host,
            'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
        },
        body,
    }, { signingDate: now });
    return { method: 'POST', url, headers, body };
}
/** SHA-256, and with a secret its HMAC, as the signer wants it. */
class Sha256 {
    #secret;
    #hash;
    constructor(secret) {
        this.#secret = secret === undefined ? undefined : bytesOf(secret);
        this.#hash = this.#begin();
    }
    update(data) {
        this.#hash.update(bytesOf(data));
    }
    async digest() {
        return this.#hash.digest();
    }
    reset() {
        this.#hash = this.#begin();
    }
    #begin() {
        return this.#secret === undefined ? (0,external_node_crypto_.createHash)('sha256') : (0,external_node_crypto_.createHmac)('sha256', this.#secret);
    }
}
function bytesOf(data) {
    if (typeof data === 'string')
        return Buffer.from(data);
    return ArrayBuffer.isView(data)
        ? Buffer.from(data.buffer, data.byteOffset, data.byteLength)
        : Buffer.from(data);
}

;// CONCATENATED MODULE: ./packages/core/lib/4-checks/role-trust/get-role.js






/**
 * Asks IAM for the trust policy of a role with the credentials of its own session: one `iam:GetRole`.
 *
 * @returns the document, percent-encoded as IAM has it
 * @throws StepFailure `EAC_TRUST_POLICY_DENIED`, `EAC_TRUST_POLICY_UNAVAILABLE`, `EAC_TRUST_POLICY_UNREADABLE`, `EAC_PROXY…`
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html
 */
async function readTrustPolicyOf({ role, credentials }, endpoint, platform) {
    const { network, clock } = platform;
    return (0,attempts/* callPatiently */.r)(`reading the trust policy of ${role} from IAM`, async () => {
        // The name alone, also of a role with a path: names are unique in an account.
        const parameters = { Action: 'GetRole', RoleName: role.name, Version: '2010-05-08' };
        const request = await signedIamRequest(parameters, endpoint, credentials, clock.now());
        const answer = await network.send(request).catch((error) => {
            throw iamNetworkFailure(error, role);
        });
        return documentIn(answer, role, clock.now());
    }, platform);
}
function documentIn(answer, role, now) {
    const root = answer.status === 200 ? roleAnswer(answer.body) : undefined;
    if (root === undefined)
        throw iamAnswerFailure(answer, role, now);
    const arn = textAt(root, 'GetRoleResult', 'Role', 'Arn');
    // IAM takes names whatever their case.
    if (arn?.toLowerCase() !== role.text.toLowerCase()) {
        throw new failure/* StepFailure */.pH('EAC_TRUST_POLICY_UNREADABLE', `IAM answered with the role ${(0,log_line/* quote */.h)(arn ?? 'of no ARN')}, asked for was ${role}.`, 'This is not how IAM answers: check AWS_ENDPOINT_URL_IAM and any proxy on the way.');
    }
    return textAt(root, 'GetRoleResult', 'Role', 'AssumeRolePolicyDocument') ?? '';
}
function roleAnswer(body) {
    try {
        const root = readXml(body);
        return root.name === 'GetRoleResponse' ? root : undefined;
    }
    catch (error) {
        if (error instanceof UnreadableXml)
            return undefined;
        throw error;
    }
}

;// CONCATENATED MODULE: ./packages/core/lib/4-checks/role-trust/role-trust-policy.js



/** A document that was read, and where it came from. */
class RoleTrustPolicy {
    parsed;
    /** What it is called in a sentence. */
    name;
    file;
    constructor(parsed, name, file) {
        this.parsed = parsed;
        this.name = name;
        this.file = file;
    }
    /** The place of a JSON path, or of what it is in; undefined without a file. */
    placeOf(path) {
        if (this.file === undefined)
            return undefined;
        for (let at = path; at !== ''; at = outer(at)) {
            const line = this.parsed.lines.get(at);
            if (line !== undefined)
                return { file: this.file, line };
        }
        const [problem] = this.parsed.problems;
        return { file: this.file, line: problem?.line ?? 1 };
    }
    /** A JSON path, with the line of the file where there is one. */
    show(path) {
        const place = this.placeOf(path);
        const at = (0,log_line/* plainText */.w)(path, 300);
        return place === undefined ? at : `${place.file}:${place.line}, ${at}`;
    }
}
const LAST_STEP = /(?:\.\w+|\[\d+\]|\["(?:[^"\\]|\\.)*"\])$/;
/** `$.a["b"][0]` without its last step; empty for `$`. */
function outer(path) {
    const shorter = path.replace(LAST_STEP, '');
    return shorter === path ? '' : shorter;
}
/** Reads the trust policies of roles from where the pipeline author wants, each of them once. */
class RoleTrustPolicies {
    #source;
    #platform;
    #known = new Map();
    constructor(source, platform) {
        this.#source = source;
        this.#platform = platform;
    }
    /** @throws StepFailure when IAM does not hand it out */
    of(link) {
        const { text } = link.role;
        const known = this.#known.get(text) ?? this.#read(link);
        this.#known.set(text, known);
        return known;
    }
    async #read(link) {
        const source = this.#source;
        const name = `the trust policy of ${link.role}`;
        if (source.kind === 'file') {
            const { path } = source;
            return new RoleTrustPolicy(parsePolicyFile(source.text), `${name} in ${path}`, path);
        }
        const endpoint = source.endpointOf(link.role.partition);
        const document = await readTrustPolicyOf(link, endpoint, this.#platform);
        return new RoleTrustPolicy(parsePolicyText(document), name);
    }
}

;// CONCATENATED MODULE: ./packages/core/lib/4-checks/role-trust/trust-verdict.js

const MOST_NOTES = 10;
/** That the policy does not plainly admit who asked. */
function admissionObjection(answer, asker, obstacles, policy) {
    const refuses = answer === 'refuses';
    const [first, ...others] = obstacles.map((one) => obstacleLine(one, asker, policy));
    const code = refuses ? 'EAC_TRUST_POLICY_REFUSES' : 'EAC_TRUST_POLICY_CANNOT_TELL';
    const what = refuses
        ? `By ${policy.name}, ${asker} is not admitted.`
        : `Whether ${policy.name} admits ${asker} hangs on what only AWS knows.`;
    const hint = !refuses
        ? 'AWS has admitted it this time. Use condition keys whose values are known before, or set "trust-policy-check" to warn.'
        : policy.file === undefined
            ? 'AWS has admitted it all the same: the policy was changed a moment ago, or this check misjudges it.'
            : 'AWS has admitted it all the same, so the role has another policy than the file: deploy the file, or correct it.';
    const said = first ?? 'No statement of it allows anything.';
    return {
        severity: 'high',
        failure: new failure/* StepFailure */.pH(code, `${what} ${said}`, hint, { notes: others.slice(0, MOST_NOTES) }),
        place: policy.placeOf(obstacles[0]?.path ?? '$'),
    };
}
/** An obstacle in one line: where it is, what it wants, what there is, what to change. */
function obstacleLine(obstacle, asker, policy) {
    const { statement, path, part, wanted, has, change, certain } = obstacle;
    const known = certain ? '' : ' (which only AWS can tell)';
    return `${statement} (${policy.show(path)}): ${part} wants ${wanted}, ${asker} has ${has}${known}. ${change}`;
}
/** A weakness of a policy. */
function findingObjection({ code, severity, statement, path, why, corrected }, policy) {
    const better = corrected === null
        ? `Remove the statement ${statement}.`
        : `The corrected statement: ${JSON.stringify(corrected)}`;
    return {
        severity,
        failure: new failure/* StepFailure */.pH('EAC_TRUST_POLICY_WIDE', `${code} (${severity}) in ${policy.name}, ${statement} (${policy.show(path)}): ${why}`, better),
        place: policy.placeOf(path),
    };
}
/** What is odd in a document: a policy that IAM could not hold, or nearly. */
function documentObjections(policy) {
    const { problems } = policy.parsed;
    const fatal = problems.filter((problem) => problem.fatal);
    const [first, ...others] = fatal.length > 0 ? fatal : problems;
    if (first === undefined)
        return [];
    const notes = others.map(({ path, message }) => `${policy.show(path)}: ${message}`);
    return [
        {
            severity: first.fatal ? 'high' : 'low',
            failure: new failure/* StepFailure */.pH('EAC_TRUST_POLICY_UNREADABLE', `IAM would not take ${policy.name} as it is (${policy.show(first.path)}): ${first.message}`, policy.file === undefined
                ? 'This is not how IAM answers: check AWS_ENDPOINT_URL_IAM and any proxy on the way.'
                : 'Give the trust policy as JSON: the document itself, or what "aws iam get-role" prints.', { notes: notes.slice(0, MOST_NOTES) }),
            place: first.line === undefined ? undefined : placeAt(policy, first.line),
        },
    ];
}
function placeAt({ file }, line) {
    return file === undefined ? undefined : { file, line };
}
/** `admits this token, 2 findings (TRUST_NO_AUD, high; …)` */
function summaryOf(answer, asker, findings) {
    const admitted = {
        admits: `admits ${asker}`,
        refuses: `does not admit ${asker}`,
        'cannot-tell': `cannot tell whether it admits ${asker}`,
    }[answer];
    const list = findings.map(({ code, severity }) => `${code}, ${severity}`).join('; ');
    const count = findings.length === 1 ? '1 finding' : `${findings.length} findings`;
    return findings.length === 0 ? `${admitted}, no findings` : `${admitted}, ${count} (${list})`;
}

;// CONCATENATED MODULE: ./packages/core/lib/4-checks/role-trust/refusal-notes.js




/** Refusals of STS that AWS would not have given, had it held the right things. */
const BY_WHAT_AWS_HOLDS = [
    'EAC_STS_ACCESS_DENIED',
    'EAC_STS_AUDIENCE_REFUSED',
    'EAC_STS_PROVIDER_MISSING',
];
/**
 * A refusal of the token by STS, with what AWS must hold to admit it; with a file, also with what its
 * statements have against the token.
 */
function explainRefusal(failure, request, token, inputs, now) {
    if (!BY_WHAT_AWS_HOLDS.includes(failure.code))
        return failure;
    const context = tokenRequest(token.claims, request, inputs, now);
    const ofFile = failure.code === 'EAC_STS_ACCESS_DENIED'
        ? fileNotes(inputs.trustPolicyCheck, request, context)
        : [];
    return failure.withNotes([...failure.notes, ...ofFile, ...requiredNotes(request, context)]);
}
function requiredNotes({ role }, context) {
    const { providerUrl, providerArn, clientId, policy } = requiredTrust(context);
    return [
        `What account ${role.account} must hold for ${role} to admit this token:`,
        `- an IAM OIDC provider with the URL ${providerUrl} (its ARN: ${providerArn})`,
        `- among the client IDs (audiences) of that provider: ${clientId}`,
        `- as the trust policy of the role: ${JSON.stringify(policy)}`,
    ];
}
function fileNotes(check, { role }, context) {
    if (check.mode === 'off' || check.source.kind !== 'file')
        return [];
    const { path, text } = check.source;
    const policy = new RoleTrustPolicy(parsePolicyFile(text), `the trust policy of ${role} in ${path}`, path);
    const document = policy.parsed.policy;
    if (document === undefined) {
        return documentObjections(policy).flatMap(({ failure }) => [failure.message, ...failure.notes]);
    }
    const { answer, headline, obstacles } = explain(evaluate(document, context), context);
    if (answer === 'admits') {
        return [
            `${path} admits this token, so ${role} does not exist, or has another policy than this file, or an organization policy (SCP, RCP) refuses what it admits.`,
        ];
    }
    const lines = obstacles.map((one) => obstacleLine(one, 'this token', policy));
    return [`By ${path}: ${headline}`, ...lines.map((line) => `- ${line}`)];
}

// EXTERNAL MODULE: ./packages/core/lib/3-sts-credentials/role-session.js + 9 modules
var role_session = __webpack_require__(1032);
;// CONCATENATED MODULE: ./packages/core/lib/4-checks/role-trust/trust-check.js






/**
 * Checks the trust policy of every role that was taken on: of the first role of each session against the
 * token, of each further role of a chain against the role before it. Costs one request for each role, and
 * none when there is a file, which stands for the policies of the first roles.
 *
 * @throws StepFailure only what ends the step whatever is checked, such as its time limit
 */
async function checkRoleTrust(sessions, token, inputs, platform) {
    const { trustPolicyCheck } = inputs;
    if (trustPolicyCheck.mode === 'off')
        return [];
    const policies = new RoleTrustPolicies(trustPolicyCheck.source, platform);
    const fileOnly = trustPolicyCheck.source.kind === 'file';
    const now = platform.clock.now();
    const verdicts = (0,role_session/* allSessions */.N)(sessions).flatMap((session) => session.links.map(async (link, index) => {
        if (index > 0 && fileOnly)
            return unchecked(session, index);
        const policy = await policies.of(link).catch(unreadable);
        if (policy instanceof failure/* StepFailure */.pH) {
            const objection = { severity: 'high', failure: policy, place: undefined };
            return { link, summary: `could not be read (${policy.code})`, objections: [objection] };
        }
        const odd = documentObjections(policy);
        const document = policy.parsed.policy;
        if (document === undefined)
            return { link, summary: 'is no policy', objections: odd };
        const judged = index === 0
            ? judgeForToken(policy, document, tokenRequest(token.claims, session.request, inputs, now))
            : judgeForRole(policy, document, chainedRequest(session, index, inputs, now));
        return { link, summary: judged.summary, objections: [...odd, ...judged.objections] };
    }));
    return Promise.all(verdicts);
}
function judgeForToken(policy, document, request) {
    const evaluation = evaluate(document, request);
    const { answer, obstacles } = explain(evaluation, request);
    const findings = findWeaknesses(document, request);
    return {
        summary: summaryOf(answer, 'this token', findings),
        objections: [
            ...(answer === 'admits' ? [] : [admissionObjection(answer, 'this token', obstacles, policy)]),
            ...findings.map((finding) => findingObjection(finding, policy)),
        ],
    };
}
function judgeForRole(policy, document, request) {
    const evaluation = evaluate(document, request);
    const { answer } = evaluation;
    const findings = findChainWeaknesses(document, request);
    const asker = `the role ${request.caller.roleArn}`;
    const obstacles = chainObstacles(evaluation, request);
    return {
        summary: summaryOf(answer, 'the role before it', findings),
        objections: [
            ...(answer === 'admits' ? [] : [admissionObjection(answer, asker, obstacles, policy)]),
            ...findings.map((finding) => findingObjection(finding, policy)),
        ],
    };
}
/** A failure to read a policy is a result of the check; what ends the step is not. */
function unreadable(error) {
    if (error instanceof failure/* StepFailure */.pH && /^EAC_(TRUST_POLICY|PROXY)/.test(error.code))
        return error;
    throw error;
}
function unchecked({ links, request }, index) {
    const link = links[index];
    if (link === undefined)
        throw new Error('there is no such link');
    return {
        link,
        summary: 'not checked',
        objections: [
            {
                severity: 'low',
                failure: new failure/* StepFailure */.pH('EAC_TRUST_POLICY_UNAVAILABLE', `The trust policy of ${link.role} is not checked: "trust-policy-file" stands for that of ${request.role}, the role that trusts the token.`, 'Leave the file out to have the policies of the whole chain read from IAM.'),
                place: undefined,
            },
        ],
    };
}

;// CONCATENATED MODULE: ./packages/core/lib/4-checks/role-trust/trust-decision.js

/**
 * `enforce` stops at everything of high severity: a policy that refuses, that cannot be told or read, or that
 * is wide open. `warn` stops at nothing.
 */
function decide(verdicts, mode) {
    const told = new Set();
    // A role of two profiles is told once.
    const objections = verdicts
        .flatMap((verdict) => verdict.objections)
        .filter(({ failure }) => {
        const isNew = !told.has(failure.message);
        told.add(failure.message);
        return isNew;
    });
    const stops = (severity) => mode === 'enforce' && severity === 'high';
    return {
        warnings: objections.filter(({ severity }) => !stops(severity)),
        failure: trust_decision_oneOf(objections.filter(({ severity }) => stops(severity)).map(({ failure }) => failure)),
    };
}
function trust_decision_oneOf(failures) {
    const [first, ...others] = failures;
    if (first === undefined || others.length === 0)
        return first;
    return new failure/* StepFailure */.pH('EAC_TRUST_POLICY_FAILED', `${failures.length} things are wrong with the trust policies, and "trust-policy-check" is enforce.`, 'Each is told on a line of its own. Nothing was exported and no file was written.', { parts: failures });
}

;// CONCATENATED MODULE: ./packages/core/lib/4-checks/role-trust/index.js





/***/ })

};
