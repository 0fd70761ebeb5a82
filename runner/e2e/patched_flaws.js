// SPDX-License-Identifier: Apache-2.0
// The flaws of patched_endpoint.js: what each breaks, which sentence forbids it, and the patch that does it.
// `seed`: one of the five source documents says otherwise; `fact`: what is known of the protocol and its neighbours.
'use strict';

const ONLY_STOPPED = 'StartInstance: only a Stopped instance may be started';
const ONLY_RUNNING = 'RebootInstance: only a Running instance may be rebooted';
const RUNNING_MAY = 'RebootInstance: a Running instance may be rebooted';
const LOCKED = 'locked for security: may not be started, rebooted or reactivated';
const DRY_START = 'StartInstance, DryRun: only checks; the instance is not started';
const DRY_REBOOT = 'RebootInstance, DryRun: a check request; nothing is done';
const REAL = 'DryRun=false is the default: a normal request, carried out';
const REFUSED = 'a refused operation is not carried out';
const FORCE = 'RebootInstance, ForceStop: true forces, false (default) shuts down normally';
const DISK = 'StartInstance, InitLocalDisk: true restores the disk, false (default) keeps it';
const STARTING = 'after an accepted call the instance is Starting';
const BALANCE_ROW = 'error row InsufficientBalance';
const NOT_FOUND = 'error row InvalidInstanceId.NotFound';
const REQUEST_ID = 'RequestId: the id of the request, told whether it succeeds or not';
const SETTLES = 'Starting and Stopping are passed through: Running or Stopped follows';
const NONCE = 'SignatureNonce: unique per request; a used one is refused';
const SIGNED = 'Signature: over all parameters, asked of every call';
const FORMAT = 'Format: the answer comes in the format that was asked for';
const OWN = 'an account sees and moves its own instances only';

const wrap = (object, name, patch) => {
  const inner = object[name].bind(object);
  object[name] = (...rest) => patch(inner, ...rest);
};

exports.flaws = ({Refusal, LAWS, OVERDUE, REACTIVATE_LAW, status, unknown, busy, passed, broken, postPaidExpired,
  encode, hash, reactivates, sleep}) => {
  const starts = (call) => call.action === 'StartInstance';
  const reboots = (call) => call.action === 'RebootInstance';
  const dry = (refusal) => refusal.code === 'DryRunOperation';
  // Conditions that are overlooked; a status that is taken for the right one; what a refusal leaves behind.
  const blind = (which) => (e) => wrap(e, 'refuse', (inner, call, instance, law) => {
    const hidden = which(call, instance, law) || [];
    inner(call, {...instance, conditions: new Set([...instance.conditions].filter((c) => !hidden.includes(c)))}, law);
  });
  const poses = (when) => (e) => wrap(e, 'refuse', (inner, call, instance, law) =>
    inner(call, when(call, instance, law) ? {...instance, status: law.from} : instance, law));
  const refusal = (then) => (e) => wrap(e, 'act', async (inner, call, instance, law) => {
    try {
      await inner(call, instance, law);
    } catch (error) {
      then(e, call, instance, law, error);
      throw error;
    }
  });
  const flag = (of) => (e) => wrap(e, 'flag', (inner, call, name) => of(inner(call, name), call, name));
  const idle = (when) => (e) => wrap(e, 'begin', (inner, call, instance, law) =>
    when(call, instance) ? undefined : inner(call, instance, law));
  const global = (when) => (e) => wrap(e, 'find', (inner, call) => {
    const instance = when(call) && e.instances.get(call.given.get('InstanceId'));
    return instance || inner(call);
  });
  const prefixed = (when) => (e) => wrap(e, 'find', (inner, call) =>
    when(call) && call.given.get('InstanceId').startsWith(call.caller.instanceId) ? call.caller : inner(call));
  const unchecked = (when) => (e) => wrap(e, 'verify', (inner, call) => inner(call) || when(call));
  const overdue = (instance) => OVERDUE.some((name) => instance.conditions.has(name));
  const has = (instance, name) => instance.conditions.has(name);

  return {
    // Later, or in another call, what a dry or a refused call should not have done.
    'dry-run-arms-timer': ['seed', DRY_START, refusal((e, call, instance, law, error) => {
      if (dry(error) && starts(call)) e.arm(instance, law);
    })],
    'refused-start-arms-timer': ['seed', REFUSED, refusal((e, call, instance, law, error) => {
      if (!dry(error) && starts(call) && instance.status === 'Stopped') e.arm(instance, law);
    })],
    'refused-reboot-cuts-power': ['seed', REFUSED, refusal((e, call, instance) => {
      if (reboots(call) && call.flags.ForceStop && !call.flags.DryRun) instance.lastStop = 'forced';
    })],
    'refused-start-wipes-disk': ['seed', REFUSED, refusal((e, call, instance) => {
      if (call.flags.InitLocalDisk && !call.flags.DryRun && has(instance, 'LocalDisk')) instance.localDiskData = 'lost';
    })],
    'refused-start-queued': ['seed', REFUSED, (e) => {
      refusal((_, call, instance) => (instance.queued = instance.queued || starts(call)))(e);
      wrap(e, 'settle', (inner, instance, law) => {
        inner(instance, law);
        if (instance.queued && instance.status === 'Stopped') instance.status = 'Running';
      });
    }],
    'refused-call-disarms': ['fact', SETTLES, (e) => wrap(e, 'act', (inner, call, instance, law) => {
      clearTimeout(instance.timer);
      return inner(call, instance, law);
    })],
    'refused-keeps-mutex': ['seed', RUNNING_MAY, (e) => wrap(e, 'act', async (inner, call, instance, law) => {
      if (instance.mutex) throw busy();
      instance.mutex = true;
      await inner(call, instance, law).catch((error) => {
        instance.mutex = !dry(error) && starts(call);
        throw error;
      });
      instance.mutex = false;
    })],
    'dry-run-keeps-mutex': ['seed', REAL, (e) => wrap(e, 'act', async (inner, call, instance, law) => {
      if (instance.mutex && !call.flags.DryRun) throw busy();
      instance.mutex = instance.mutex || call.flags.DryRun;
      await inner(call, instance, law);
    })],
    'dry-run-twice-starts': ['seed', DRY_START, refusal((e, call, instance, law, error) => {
      if (!dry(error) || !starts(call)) return;
      if (instance.validated) e.begin({...call, flags: {}}, instance, law);
      instance.validated = true;
    })],
    'second-dry-run-succeeds': ['seed', 'DryRun: passed checks are told as DryRunOperation', (e) =>
      wrap(e, 'act', async (inner, call, instance, law) => inner(call, instance, law).catch((error) => {
        if (!dry(error) || !instance.validated) {
          instance.validated = dry(error);
          throw error;
        }
      }))],
    'cache-without-dry-run': ['seed', REAL, (e) => wrap(e, 'act', async (inner, call, instance, law) => {
      if (instance.cached === call.action) throw passed();
      await inner(call, instance, law).catch((error) => {
        if (dry(error)) instance.cached = call.action;
        throw error;
      });
    })],
    'force-of-dry-run-kept': ['seed', FORCE, (e) => wrap(e, 'act', (inner, call, instance, law) => {
      if (call.flags.DryRun) instance.force = call.flags.ForceStop;
      else if (reboots(call)) call.flags.ForceStop = call.flags.ForceStop || instance.force;
      return inner(call, instance, law);
    })],
    'disk-flag-of-dry-run-kept': ['seed', DISK, (e) => wrap(e, 'act', (inner, call, instance, law) => {
      if (call.flags.DryRun) instance.init = call.flags.InitLocalDisk;
      else if (starts(call)) call.flags.InitLocalDisk = call.flags.InitLocalDisk || instance.init;
      return inner(call, instance, law);
    })],
    'absent-flag-is-the-last': ['seed', FORCE, (e) => wrap(e, 'flag', (inner, call, name) => {
      const last = call.socket.flags = call.socket.flags || {};
      if (name !== 'DryRun') return last[name] = call.given.has(name) ? inner(call, name) : Boolean(last[name]);
      return inner(call, name);
    })],
    'second-force-ignored': ['seed', FORCE, (e) => wrap(e, 'begin', (inner, call, instance, law) => {
      if (instance.by === 'RebootInstance') call.flags.ForceStop = false;
      return inner(call, instance, law);
    })],
    'forged-start-wipes-disk': ['fact', SIGNED, (e) => wrap(e, 'verify', (inner, call) => {
      const good = inner(call);
      if (!good && call.given.get('InitLocalDisk') === 'true' && starts(call)) call.caller.localDiskData = 'lost';
      return good;
    })],
    'forged-reactivation-pays': ['seed', 'error row InstanceExpired', (e) => wrap(e, 'verify', (inner, call) => {
      const good = inner(call);
      if (!good && reactivates(call)) OVERDUE.forEach((name) => call.caller.conditions.delete(name));
      return good;
    })],

    // Conditions that hide each other.
    'first-lock-only': ['seed', LOCKED, blind((call, instance, law) =>
      law === REACTIVATE_LAW && overdue(instance) && ['SecurityLock'])],
    'lock-open-to-subscriptions': ['seed', LOCKED, blind((call, instance) =>
      instance.chargeType === 'PrePaid' && ['SecurityLock'])],
    'lock-open-to-disk-flag': ['seed', LOCKED, blind((call) => call.flags.InitLocalDisk && ['SecurityLock'])],
    'lock-open-to-force': ['seed', LOCKED, blind((call) => call.flags.ForceStop && ['SecurityLock'])],
    'lock-open-to-owner': ['seed', LOCKED, blind((call) => call.given.has('OwnerAccount') && ['SecurityLock'])],
    'lock-open-to-dry-force': ['seed', 'RebootInstance, DryRun: business limits are checked', blind((call) =>
      call.flags.ForceStop && call.flags.DryRun && ['SecurityLock'])],
    'balance-open-to-local-disks': ['seed', BALANCE_ROW, blind((call, instance) =>
      has(instance, 'LocalDisk') && ['InsufficientBalance'])],
    'balance-open-to-subscriptions': ['seed', BALANCE_ROW, blind((call, instance) =>
      instance.chargeType === 'PrePaid' && ['InsufficientBalance'])],
    'balance-open-to-recycled': ['seed', BALANCE_ROW, blind((call, instance) =>
      has(instance, 'OverdueRecycling') && reactivates(call) && ['InsufficientBalance'])],
    'disk-error-open-to-force': ['seed', 'error row DiskError', blind((call) =>
      call.flags.ForceStop && ['DiskIncorrectStatus'])],
    'kms-open-to-second-call': ['seed', 'error row InvalidParameter.KMSKeyId.KMSUnauthorized', (e) => {
      blind((call, instance) => instance.asked && ['KmsUnauthorized'])(e);
      refusal((_, call, instance) => (instance.asked = true))(e);
    }],
    'stock-open-to-failed-disk': ['seed', 'error row OperationDenied.NoStock', blind((call, instance) =>
      has(instance, 'LocalDiskFailed') && ['NoStock'])],
    'disk-arrears-open-to-disk-flag': ['seed', 'error row DiskInArrears', blind((call) =>
      call.flags.InitLocalDisk && ['DiskInArrears'])],
    'expired-subscription-reactivates': ['seed', 'error row InvalidPayType.NotSupport: pay-as-you-go only', (e) =>
      wrap(e, 'refuse', (inner, call, instance, law) => {
        if (reactivates(call) && has(instance, 'PrePaidExpired') && !has(instance, 'SecurityLock')) return;
        inner(call, instance, law);
      })],
    'two-reasons-crash': ['fact', 'of several documented reasons one is told', (e) =>
      wrap(e, 'refuse', (inner, call, instance, law) => {
        if (Object.keys(law.reasons).filter((name) => has(instance, name)).length > 1) throw broken();
        inner(call, instance, law);
      })],
    'expired-text-when-dry': ['seed', 'error row InstanceExpired: two texts', refusal((e, call, _, law, error) => {
      if (call.flags.DryRun && error.code === 'InstanceExpired') error.message = postPaidExpired().message;
    })],
    'text-cached-by-code': ['seed', 'error rows QuotaExceed.ElasticQuota: four texts', (e) => {
      const texts = new Map();
      wrap(e, 'failure', (inner, call, error) => {
        if (!texts.has(error.code)) texts.set(error.code, error.message);
        error.message = error.code.startsWith('Quota') ? texts.get(error.code) : error.message;
        return inner(call, error);
      });
    }],

    // A state machine with a forgotten state.
    'reactivates-twice': ['seed', 'ReactivateInstances: the instance must be Stopped', (e) =>
      wrap(e, 'refuse', (inner, call, instance, law) => {
        if (reactivates(call) && reactivates({action: instance.by}) && instance.status === 'Starting') return;
        inner(call, instance, law);
      })],
    'starts-while-reactivating': ['seed', ONLY_STOPPED, poses((call, instance) =>
      starts(call) && reactivates({action: instance.by}) && instance.status === 'Starting')],
    'reboots-while-started': ['seed', ONLY_RUNNING, poses((call, instance) =>
      reboots(call) && instance.by === 'StartInstance' && instance.status === 'Starting')],
    'reboots-while-rebooting': ['seed', ONLY_RUNNING, poses((call, instance) =>
      reboots(call) && instance.by === 'RebootInstance' && instance.status === 'Starting')],
    'starts-while-being-stopped': ['seed', ONLY_STOPPED, poses((call, instance) =>
      starts(call) && instance.by === 'StopInstance' && instance.status === 'Stopping')],
    'force-reboots-stopping': ['seed', ONLY_RUNNING, poses((call, instance) =>
      call.flags.ForceStop && reboots(call) && instance.status === 'Stopping')],
    'subscription-starts-stopping': ['seed', ONLY_STOPPED, poses((call, instance) =>
      starts(call) && instance.chargeType === 'PrePaid' && instance.status === 'Stopping')],
    'starts-but-once': ['seed', 'StartInstance: a Stopped instance may be started', (e) =>
      wrap(e, 'refuse', (inner, call, instance, law) => {
        if (starts(call) && instance.by === 'StopInstance') throw status();
        inner(call, instance, law);
      })],
    'no-reboot-after-start': ['seed', RUNNING_MAY, (e) => wrap(e, 'refuse', (inner, call, instance, law) => {
      if (reboots(call) && instance.by === 'StartInstance') throw status();
      inner(call, instance, law);
    })],
    'no-reboot-after-reactivation': ['fact', RUNNING_MAY, (e) => wrap(e, 'refuse', (inner, call, instance, law) => {
      if (reboots(call) && reactivates({action: instance.by})) throw status();
      inner(call, instance, law);
    })],
    'settles-when-described': ['seed', RUNNING_MAY, (e) => {  // the true status shows, the calls use the stored one
      const unseen = (instance) => Boolean(instance.due && instance.due <= Date.now());
      e.arm = (instance, law) => {
        Object.assign(instance, {law, due: instance.settleMs === null ? 0 : Date.now() + instance.settleMs});
      };
      wrap(e, 'view', (inner, call, instance) => {
        if (unseen(instance)) Object.assign(instance, {status: instance.law.to, due: 0});
        return inner(call, instance);
      });
      wrap(e, 'fixtures', (inner, method, id, body) => {
        const world = e.worlds.get(id);
        const [code, told] = inner(method, id, body);
        return [code, method === 'GET' && world && unseen(world) ? {...told, status: world.law.to} : told];
      });
    }],
    'disk-flag-skips-starting': ['seed', STARTING, (e) => wrap(e, 'begin', (inner, call, instance, law) => {
      inner(call, instance, law);
      if (call.flags.InitLocalDisk) instance.status = law.to;
    })],
    'forced-reboot-skips-starting': ['seed', STARTING, (e) => wrap(e, 'begin', (inner, call, instance, law) => {
      inner(call, instance, law);
      if (call.flags.ForceStop && reboots(call)) instance.status = law.to;
    })],
    'start-race': ['seed', ONLY_STOPPED, (e) => wrap(e, 'begin', async (inner, call, instance, law) => {
      if (starts(call)) await sleep(10);
      inner(call, instance, law);
    })],
    'reactivation-race': ['seed', 'ReactivateInstances: the instance must be Stopped', (e) =>
      wrap(e, 'begin', async (inner, call, instance, law) => {
        if (reactivates(call)) await sleep(10);
        inner(call, instance, law);
      })],
    'starts-idempotently': ['seed', ONLY_STOPPED, (e) => wrap(e, 'act', async (inner, call, instance, law) => {
      if (starts(call) && instance.at > Date.now() - 10000 && instance.status === 'Starting') return;
      await inner(call, instance, law);
      instance.at = Date.now();
    })],
    'forced-reboot-ends-stopped': ['fact', SETTLES, (e) => wrap(e, 'settle', (inner, instance, law) => {
      inner(instance, law);
      if (instance.by === 'RebootInstance' && instance.lastStop === 'forced') instance.status = 'Stopped';
    })],
    'second-settling-lost': ['fact', SETTLES, (e) => wrap(e, 'arm', (inner, instance, law) => {
      if (!instance.timer) inner(instance, law);
    })],
    'one-timer-for-all': ['fact', SETTLES, (e) => {
      let timer;
      e.arm = (instance, law) => {
        clearTimeout(timer);
        if (instance.settleMs !== null) timer = setTimeout(() => e.settle(instance, law), instance.settleMs);
      };
    }],
    'never-settles-with-disk-flag': ['fact', SETTLES, (e) => wrap(e, 'arm', (inner, instance, law, call) => {
      if (!call || !call.flags.InitLocalDisk) inner(instance, law);
    })],
    'relapses-after-reactivation': ['fact', SETTLES, (e) => wrap(e, 'settle', (inner, instance, law) => {
      inner(instance, law);
      if (law === REACTIVATE_LAW) setTimeout(() => (instance.status = 'Stopped'), 150);
    })],

    // A variant, a connection, company.
    'form-flags-ignored': ['seed', DRY_START, (e) => wrap(e, 'flag', (inner, call, name) =>
      inner({...call, given: new Map(call.query)}, name))],
    'false-is-true-under-v3': ['seed', FORCE, flag((value, call, name) =>
      name !== 'DryRun' && call.v3 && call.given.has(name) || value)],
    'false-is-true-in-xml': ['seed', DISK, flag((value, call, name) =>
      name === 'InitLocalDisk' && call.format === 'xml' && call.given.has(name) || value)],
    'dry-when-forced-explicitly': ['seed', REAL, flag((value, call, name) =>
      name === 'DryRun' && call.given.has(name) && call.given.get('ForceStop') === 'true' || value)],
    'region-hides-dry-run': ['seed', DRY_REBOOT, flag((value, call, name) =>
      value && !(name === 'DryRun' && call.given.has('RegionId')))],
    'form-leaks-to-next-call': ['seed', REAL, (e) => wrap(e, 'read', (inner, call) => {
      inner(call);
      const {socket} = call;
      for (const [name, value] of socket.form || []) if (!call.given.has(name)) call.given.set(name, value);
      socket.form = call.form.filter(([name]) => name === 'DryRun');
    })],
    'close-loses-effect': ['seed', STARTING, idle((call) => call.headers.connection === 'close')],
    'every-31st-lost': ['seed', STARTING, (e) => idle(() => (e.count = (e.count || 0) + 1) % 31 === 0)(e)],
    'debounced': ['seed', STARTING, (e) => idle(() => {
      const last = e.last || 0;
      return (e.last = performance.now()) - last < 1;
    })(e)],
    'not-found-remembered': ['seed', NOT_FOUND, (e) => {
      const absent = new Set();
      wrap(e, 'find', (inner, call) => {
        const id = call.given.get('InstanceId');
        if (absent.has(id)) throw unknown();
        try {
          return inner(call);
        } catch (error) {
          absent.add(id);
          throw error;
        }
      });
    }],
    'connection-keeps-account': ['seed', NOT_FOUND, (e) => wrap(e, 'find', (inner, call) => {
      call.caller = call.socket.caller = call.socket.caller || call.caller;
      return inner(call);
    })],
    'foreign-when-dry': ['seed', NOT_FOUND, global((call) => call.flags && call.flags.DryRun)],
    'foreign-reactivated': ['seed', NOT_FOUND, global(reactivates)],
    'foreign-force-rebooted': ['seed', NOT_FOUND, global((call) => call.flags && call.flags.ForceStop)],
    'foreign-attribute': ['fact', OWN, global((call) => call.action === 'DescribeInstanceAttribute')],
    'foreign-second-status': ['fact', OWN, (e) => wrap(e, 'mine', (inner, call, id, at) =>
      call.action === 'DescribeInstanceStatus' && at > 0 ? e.instances.get(id) : inner(call, id, at))],
    'id-by-prefix-when-dry': ['seed', NOT_FOUND, prefixed((call) => call.flags && call.flags.DryRun)],
    'request-id-wraps': ['seed', REQUEST_ID, (e) => {
      const ids = [];
      wrap(e, 'requestId', (inner, call) => {
        if (ids.length < 256) return ids[ids.push(inner(call)) - 1];
        ids.push(ids.shift());
        return ids[255];
      });
    }],
    'request-id-of-last-failure': ['seed', REQUEST_ID, (e) => wrap(e, 'failure', (inner, call, error) => {
      const answer = inner(call, error);
      const {socket} = call;
      if (error.code === socket.code && error.status === 500) answer.body.RequestId = socket.requestId;
      Object.assign(socket, {code: error.code, requestId: answer.body.RequestId});
      return answer;
    })],
    'locked-without-request-id': ['seed', REQUEST_ID, (e) => wrap(e, 'failure', (inner, call, error) => {
      const answer = inner(call, error);
      if (error.code === 'InstanceLockedForSecurity' && call.format === 'xml') delete answer.body.RequestId;
      return answer;
    })],
    'console-status-told': ['fact', 'ReactivateInstances: an expired instance is Stopped', (e) =>
      wrap(e, 'view', (inner, call, instance) => {
        const seen = inner(call, instance);
        return overdue(instance) && call.action === 'DescribeInstanceStatus' ? {...seen, Status: 'Expired'} : seen;
      })],
    'security-lock-hidden-in-xml': ['fact', 'OperationLocks tells the reason of each lock', (e) =>
      wrap(e, 'view', (inner, call, instance) => call.format === 'xml' ?
        {...inner(call, instance), OperationLocks: {LockReason: []}} : inner(call, instance))],
    'dry-run-is-200-in-forms': ['seed', 'DryRun: passed checks are told as the error DryRunOperation', (e) =>
      wrap(e, 'failure', (inner, call, error) =>
        ({...inner(call, error), ...(dry(error) && call.form.length ? {status: 200} : {})}))],
    'crash-in-json': ['fact', FORMAT, (e) => wrap(e, 'send', (inner, call, answer, response) =>
      inner(answer.status === 500 ? {...call, format: 'json'} : call, answer, response))],
    'format-of-first-call': ['fact', FORMAT, (e) => wrap(e, 'format', (inner, call) =>
      call.socket.format = call.socket.format || inner(call))],
    'small-json-is-xml': ['fact', FORMAT, (e) => wrap(e, 'format', (inner, call) =>
      call.given.get('Format') === 'json' ? 'xml' : inner(call))],
    'seed-root-for-both-names': ['fact', 'the root of the answer is the action with Response behind it', (e) =>
      wrap(e, 'success', (inner, call, body) =>
        ({...inner(call, body), ...(reactivates(call) ? {root: 'ReactivateInstancesResponse'} : {})}))],

    // Who calls.
    'unsigned-when-dry': ['seed', 'StartInstance, DryRun: the access key is checked', unchecked((call) =>
      call.given.get('DryRun') === 'true')],
    'unsigned-when-signature-first': ['fact', SIGNED, unchecked((call) =>
      call.query.length > 0 && call.query[0][0] === 'Signature')],
    'unsigned-on-known-connection': ['fact', SIGNED, (e) => wrap(e, 'verify', (inner, call) => {
      const known = call.socket.known = call.socket.known || new Set();
      if (inner(call)) known.add(call.key);
      return known.has(call.key);
    })],
    'unsigned-query-of-forms': ['fact', SIGNED, (e) => wrap(e, 'verify', (inner, call) =>
      inner(call.form.length && !call.v3 ? {...call, query: []} : call) || inner(call))],
    'v3-body-unbound': ['fact', 'V3: x-acs-content-sha256 is the hash of the body', (e) => {
      e.payload = (call) => call.headers['x-acs-content-sha256'];
    }],
    'v3-action-unbound': ['fact', 'V3: every x-acs-* header is signed', (e) => wrap(e, 'bound', (inner, call) =>
      inner(call).filter((name) => name !== 'x-acs-action'))],
    'empty-values-unsigned': ['fact', 'V1: empty values take part as Name=', (e) =>
      wrap(e, 'canonical', (inner, pairs) => inner(pairs.filter(([, value]) => value)))],
    'sorted-by-locale': ['fact', 'V1: names are sorted by bytes', (e) => {
      e.canonical = (pairs) => [...pairs].sort(([a], [b]) => a.localeCompare(b))
          .map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
    }],
    'forms-decoded-twice': ['fact', 'values are percent-encoded once', (e) => wrap(e, 'read', (inner, call) => {
      inner(call);
      call.form = call.form.map(([name, value]) => [name, name === 'Signature' ? value : e.decode(call, value)]);
    })],
    'stale-by-whole-hours': ['fact', 'Timestamp: an old one is refused', (e) => wrap(e, 'age', (inner, then) =>
      inner(then) % 3600000)],
    'forged-spends-nonce': ['fact', NONCE, (e) => wrap(e, 'verify', (inner, call) => {
      const good = inner(call);
      if (!good) e.spent.add(e.nonceKey(call));
      return good;
    })],
    'dry-run-keeps-nonce': ['fact', NONCE, refusal((e, call, instance, law, error) => {
      if (dry(error)) e.spent.delete(e.nonceKey(call));
    })],
    'refusal-frees-nonce': ['fact', NONCE, refusal((e, call, instance, law, error) => {
      if (!dry(error)) e.spent.delete(e.nonceKey(call));
    })],
    'unknown-instance-frees-nonce': ['fact', NONCE, (e) => wrap(e, 'find', (inner, call) => {
      try {
        return inner(call);
      } catch (error) {
        e.spent.delete(e.nonceKey(call));
        throw error;
      }
    })],
    'nonces-by-format': ['fact', NONCE, (e) => wrap(e, 'nonceKey', (inner, call) => `${inner(call)} ${call.format}`)],
    'nonces-folded': ['fact', NONCE, (e) => wrap(e, 'nonceKey', (inner, call) => inner(call).toLowerCase())],
    'nonces-for-all-accounts': ['fact', NONCE, (e) => wrap(e, 'nonceKey', (inner, call) => call.nonce)],
    'nonces-cut': ['fact', 'SignatureNonce: of any length', (e) => wrap(e, 'nonceKey', (inner, call) =>
      `${call.key} ${call.nonce.slice(0, 36)}`)],
    'nonces-of-two-seconds': ['fact', NONCE, (e) => wrap(e, 'spend', (inner, call) => {
      inner(call);
      setTimeout(() => e.spent.delete(e.nonceKey(call)), 2000);
    })],

    // Doors at the back, counts, and what is told of two things at once.
    'unsigned-from-home': ['fact', SIGNED, unchecked((call) => call.headers['x-forwarded-for'] === '127.0.0.1')],
    'unsigned-with-bearer-token': ['fact', SIGNED, unchecked((call) =>
      call.given.get('SignatureType') === 'BEARERTOKEN')],
    'unsigned-with-security-token': ['fact', SIGNED, unchecked((call) =>
      Boolean(call.given.get('SecurityToken') || call.headers['x-acs-security-token']))],
    'date-header-for-the-timestamp': ['fact', 'Timestamp: an old one is refused', (e) =>
      wrap(e, 'fresh', (inner, call) => inner(call.headers.date ? {...call, time: new Date(call.headers.date)
          .toISOString().replace(/\.\d+/, '')} : call))],
    'three-refusals-lock': ['seed', RUNNING_MAY, refusal((e, call, instance, law, error) => {
      instance.refusals = (instance.refusals || 0) + !dry(error);
      if (instance.refusals === 3) instance.conditions.add('SecurityLock');
    })],
    'four-dry-runs-use-the-quota': ['seed', REAL, refusal((e, call, instance, law, error) => {
      instance.dryRuns = (instance.dryRuns || 0) + dry(error);
      if (instance.dryRuns === 4) instance.conditions.add('QuotaType');
    })],
    'third-reboot-ignored': ['seed', STARTING, idle((call, instance) => {
      instance.reboots = (instance.reboots || 0) + reboots(call);
      return instance.reboots === 3;
    })],
    'second-lock-untold': ['fact', 'OperationLocks tells the reason of each lock', (e) =>
      wrap(e, 'view', (inner, call, instance) => {
        const seen = inner(call, instance);
        return {...seen, OperationLocks: {LockReason: seen.OperationLocks.LockReason.slice(0, 1)}};
      })],
    'locked-twice-looks-running': ['fact', 'ReactivateInstances: an expired instance is Stopped', (e) =>
      wrap(e, 'view', (inner, call, instance) => overdue(instance) && has(instance, 'SecurityLock') ?
        {...inner(call, instance), Status: 'Running'} : inner(call, instance))],
    'id-by-prefix-in-forms': ['seed', NOT_FOUND, prefixed((call) => call.form.length > 0)],
    'id-by-prefix-when-forced': ['seed', NOT_FOUND, prefixed((call) => call.flags && call.flags.ForceStop)],
    'dry-run-of-locked-passes-in-json': ['seed', 'RebootInstance, DryRun: business limits are checked',
      blind((call) => call.flags.DryRun && call.format === 'json' && ['SecurityLock'])],
    'other-account-unlocks': ['seed', LOCKED, (e) => wrap(e, 'find', (inner, call) => {
      const named = e.instances.get(call.given.get('InstanceId'));
      if (named && named !== call.caller) named.conditions.delete('SecurityLock');
      return inner(call);
    })],

    // Two places, a later call, and lists.
    'query-ignored-beside-form': ['seed', DRY_START, (e) => wrap(e, 'flag', (inner, call, name) =>
      inner(call.form.length ? {...call, given: new Map(call.form)} : call, name))],
    'long-starting-taken-for-running': ['seed', ONLY_RUNNING, (e) => {
      wrap(e, 'begin', (inner, call, instance, law) => {
        inner(call, instance, law);
        instance.begun = Date.now();
      });
      poses((call, instance) => reboots(call) && instance.status === 'Starting' && Date.now() - instance.begun > 300)(e);
    }],
    'all-told-locked': ['fact', 'OperationLocks tells the reason of each lock', (e) =>
      wrap(e, 'view', (inner, call, instance) =>
        ({...inner(call, instance), OperationLocks: {LockReason: [{LockReason: 'security'}]}}))],
    'first-id-alone': ['fact', 'InstanceIds is an array of up to 100 ids', (e) => wrap(e, 'page', (inner, call, ids) =>
      inner(call, ids && ids.slice(0, 1)))],
    'no-ids-are-all': ['fact', 'an empty array of InstanceIds yields an empty list', (e) =>
      wrap(e, 'page', (inner, call, ids) => inner(call, ids && ids.length ? ids : null))],
    'status-filter-ignored': ['fact', 'Status is a filter of DescribeInstances', (e) =>
      wrap(e, 'page', (inner, call, ids) => {
        call.given.delete('Status');
        return inner(call, ids);
      })],
    'gbk-told-in-xml': ['fact', 'answers are UTF-8', (e) => wrap(e, 'send', (inner, call, answer, response) => {
      const end = response.end.bind(response);
      response.end = (text) => end(text.replace('encoding="UTF-8"', 'encoding="GBK"'));
      inner(call, answer, response);
    })],
  };
};
