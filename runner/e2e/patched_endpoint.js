#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// An endpoint by a fourth hand, written from the documents alone. Its honest self is one class of small steps, and
// a flaw is a patch over one or two of them, as a change that went in without a test is. Nearly all flaws wait:
// for a second condition, an earlier call, a later moment, a variant, a connection or company.
//
//     patched_endpoint.js [--port N] [--flaw NAME] [--list]
//
// The first line on standard output is `listening on http://127.0.0.1:PORT`; fixtures are at /_fixtures.
'use strict';

const crypto = require('crypto');
const http = require('http');

const REGION = 'cn-hangzhou';
const VERSION = '2014-05-26';
const WINDOW_MS = 15 * 60 * 1000;
const MOST_BODY = 1 << 20;
const STATUSES = ['Pending', 'Starting', 'Running', 'Stopping', 'Stopped'];
const CHARGE_TYPES = ['PostPaid', 'PrePaid'];
const OVERDUE = ['Expired', 'OverdueRecycling', 'ImageExpired', 'EcsAndImageExpired'];

class Refusal extends Error {
  constructor(status, code, message) {
    super(message);
    Object.assign(this, {status, code});
  }
}
const no = (status, code, message) => () => new Refusal(status, code, message);
const missing = (name) => new Refusal(400, 'MissingParameter',
    `The input parameter "${name}" that is mandatory for processing this request is not supplied.`);
const invalid = (name) => new Refusal(400, 'InvalidParameter', `The specified parameter "${name}" is not valid.`);
const unsigned = no(400, 'IncompleteSignature', 'The request signature does not conform to Aliyun standards.');
const unknown = no(404, 'InvalidInstanceId.NotFound', 'The specified InstanceId does not exist.');
const busy = no(409, 'OperationConflict', 'Request was denied due to conflict with a previous request.');
const passed = no(400, 'DryRunOperation', 'Request validation has been passed with DryRun flag set.');
const status = no(403, 'IncorrectInstanceStatus',
    'The current status of the resource does not support this operation.');
const broken = no(500, 'InternalError', 'The request processing has failed due to some unknown error.');
const quota = (message) => no(403, 'QuotaExceed.ElasticQuota', message);
const TYPE_QUOTA = 'The number of the specified ECS instances has exceeded the quota of the specified instance type';
const VCPU_QUOTA = 'umber of vCPUs assigned to the ECS instances has exceeded the quota in the zone.';
const postPaidExpired = no(403, 'InstanceExpired',
    'The postPaid instance has been expired.Please ensure your account have enough balance.');
const inArrears = no(403, 'InstanceExpiredOrInArrears', 'The specified operation is denied as your prepay instance ' +
    'is expired (prepay mode) or in arrears (afterpay mode).');
const notValid = no(403, 'ReactivateInstances.InstanceStatusNotValid',
    'Instance status is not Expired, ImageExpired or EcsAndImageExpired.');

// Why an action is refused, in the order in which this endpoint looks.
const ALWAYS = {
  ServiceError: broken,
  ServiceFailure: no(500, 'InternalError',
      'The request processing has failed due to some unknown error, exception or failure.'),
  SecurityLock: no(403, 'InstanceLockedForSecurity',
      'The specified operation is denied as your instance is locked for security reasons.'),
};
const BALANCE = {InsufficientBalance: no(403, 'InsufficientBalance', 'Your account does not have enough balance.')};
const HARDWARE = {
  DiskIncorrectStatus: no(403, 'DiskError', 'IncorrectDiskStatus.'),
  KmsUnauthorized: no(403, 'InvalidParameter.KMSKeyId.KMSUnauthorized',
      'ECS service have no right to access your KMS.'),
};
const ARREARS = {
  Expired: inArrears, OverdueRecycling: inArrears, EcsAndImageExpired: inArrears, PrePaidExpired: inArrears,
};
const POWER_DOWN = {...ALWAYS, ...ARREARS, ...HARDWARE};
const START = {
  ...ALWAYS, ...BALANCE,
  Expired: postPaidExpired, OverdueRecycling: postPaidExpired, EcsAndImageExpired: postPaidExpired,
  PrePaidExpired: no(403, 'InstanceExpired', 'The prePaid instance has been expired.'),
  ...HARDWARE,
  NotReady: no(403, 'InstanceNotReady', 'The specified instance is not ready for use.'),
  Unreachable: no(500, 'InstanceNotReady', 'The specified instance is not ready for use'),
  DiskInArrears: no(403, 'DiskInArrears', 'The specified operation is denied as your disk has expired.'),
  NoStock: no(403, 'OperationDenied.NoStock', 'The requested resource is sold out in the specified zone; ' +
      'try other types of resources or other regions and zones.'),
  SpotPriceLow: no(403, 'OperationDenied.SpotPriceLowerThanPublicPrice',
      'The spot instance price is lower than public price.'),
  QuotaType: quota('No additional quota is available for the specified ECS instance type.'),
  QuotaInstances: quota(`${TYPE_QUOTA}.`),
  QuotaVcpus: quota(`The n${VCPU_QUOTA}`),
  QuotaInstancesOrVcpus: quota(`${TYPE_QUOTA}, or the n${VCPU_QUOTA}`),
};
const CONDITIONS = [...new Set([...Object.keys(START), ...OVERDUE, 'LocalDisk', 'LocalDiskFailed'])];

// What an action does: from a status, through another, to a last one.
const STARTS = {from: 'Stopped', over: 'Starting', to: 'Running'};
const START_LAW = {...STARTS, flags: ['DryRun', 'InitLocalDisk'], reasons: START};
const REBOOT_LAW = {...STARTS, from: 'Running', flags: ['DryRun', 'ForceStop'], reasons: POWER_DOWN};
const REACTIVATE_LAW = {...STARTS, flags: [], reasons: {...ALWAYS, ...BALANCE}};
const LAWS = {
  StartInstance: START_LAW,
  RebootInstance: REBOOT_LAW,
  StopInstance: {...REBOOT_LAW, over: 'Stopping', to: 'Stopped', flags: ['DryRun', 'ForceStop', 'ConfirmStop']},
  ReactivateInstances: REACTIVATE_LAW,
  ReActivateInstances: REACTIVATE_LAW,
};
const reactivates = (call) => LAWS[call.action] === REACTIVATE_LAW;

const encode = (text) => encodeURIComponent(text).replace(/[!'()*]/g,
    (c) => '%' + c.charCodeAt(0).toString(16).toUpperCase());
const byBytes = ([a, x], [b, y]) => Buffer.compare(Buffer.from(a), Buffer.from(b)) ||
    Buffer.compare(Buffer.from(x), Buffer.from(y));
const hash = (data) => crypto.createHash('sha256').update(data).digest('hex');
const same = (a, b) => a.length === b.length && crypto.timingSafeEqual(Buffer.from(a), Buffer.from(b));
const escaped = (text) => String(text).replace(/[&<>]/g, (c) => ({'&': '&amp;', '<': '&lt;', '>': '&gt;'}[c]));
const xml = (name, value) => Array.isArray(value) ? value.map((one) => xml(name, one)).join('') :
    `<${name}>${value instanceof Object ? members(value) : escaped(value)}</${name}>`;
const members = (value) => Object.entries(value).map(([name, one]) => xml(name, one)).join('');
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

class Endpoint {
  constructor() {
    this.worlds = new Map();     // by fixture
    this.keys = new Map();       // by access key
    this.instances = new Map();  // by instance
    this.spent = new Set();      // nonces, each with its key
  }

  // --- What a call says.

  pairs(call, text) {
    return text.split('&').filter(Boolean).map((part) => {
      const [name, ...value] = part.split('=');
      return [this.decode(call, name), this.decode(call, value.join('='))];
    });
  }

  decode(call, text) {
    try {
      return decodeURIComponent(text.replace(/\+/g, ' '));
    } catch (error) {
      call.garbled = true;
      return text;
    }
  }

  read(call) {
    const [path, ...rest] = call.url.split('?');
    Object.assign(call, {path, query: this.pairs(call, rest.join('?')), form: []});
    if (call.method === 'POST' && /^application\/x-www-form-urlencoded\b/i.test(call.headers['content-type'] || '')) {
      call.form = this.pairs(call, call.body.toString('latin1'));
    }
    call.given = new Map([...call.query, ...call.form].reverse());  // of two of one name, the first
    call.v3 = /^ACS3-/.test(call.headers.authorization || '');
    call.format = this.format(call);
    if (call.garbled) throw new Refusal(400, 'InvalidParameter', 'The specified parameter is not valid');
    const name = (parameter, header) => call.v3 ? call.headers[header] || '' : call.given.get(parameter) || '';
    call.action = name('Action', 'x-acs-action');
    call.version = name('Version', 'x-acs-version');
    call.nonce = name('SignatureNonce', 'x-acs-signature-nonce');
    call.time = name('Timestamp', 'x-acs-date');
  }

  format(call) {
    const format = call.given.get('Format');
    if (!format) return call.v3 && !/xml/.test(call.headers.accept || '') ? 'json' : 'xml';
    if (!/^(json|xml)$/i.test(format)) {
      throw new Refusal(400, 'InvalidParameter.Format', 'Specified parameter format is not valid.');
    }
    return format.toLowerCase();
  }

  flag(call, name) {
    const value = call.given.get(name) || 'false';
    if (value !== 'true' && value !== 'false') throw invalid(name);
    return value === 'true';
  }

  // --- Who calls.

  authenticate(call) {
    this.complete(call);
    call.caller = this.keys.get(call.key);
    if (!call.caller) {
      throw new Refusal(404, 'InvalidAccessKeyId.NotFound', 'Specified access key is not found.');
    }
    this.fresh(call);
    if (!this.verify(call)) throw unsigned();
    this.spend(call);
  }

  complete(call) {
    if (call.v3) {
      const parts = /^ACS3-HMAC-SHA256 +Credential=([^,]+), *SignedHeaders=([^,]+), *Signature=([0-9a-f]+)$/
          .exec(call.headers.authorization);
      if (!parts) throw unsigned();
      [, call.key, call.signedHeaders, call.signature] = parts;
      for (const name of ['action', 'version', 'date', 'signature-nonce', 'content-sha256']) {
        if (!call.headers[`x-acs-${name}`]) throw missing(`x-acs-${name}`);
      }
      return;
    }
    for (const name of ['Action', 'Version', 'AccessKeyId', 'Signature', 'SignatureMethod', 'SignatureVersion',
      'SignatureNonce', 'Timestamp']) {
      if (!call.given.get(name)) throw missing(name);
    }
    if (call.given.get('SignatureMethod').toUpperCase() !== 'HMAC-SHA1') throw invalid('SignatureMethod');
    if (call.given.get('SignatureVersion') !== '1.0') throw invalid('SignatureVersion');
    call.key = call.given.get('AccessKeyId');
    call.signature = call.given.get('Signature');
  }

  fresh(call) {
    const then = Date.parse(call.time);
    if (Number.isNaN(then) || new Date(then).toISOString() !== call.time.replace('Z', '.000Z')) {
      throw new Refusal(400, 'InvalidTimeStamp.Format', 'Specified time stamp or date value is not well formatted.');
    }
    if (Math.abs(this.age(then)) > WINDOW_MS) {
      throw new Refusal(400, 'InvalidTimeStamp.Expired', 'Specified time stamp or date value is expired.');
    }
  }

  age(then) {
    return Date.now() - then;
  }

  canonical(pairs) {
    return [...pairs].sort(byBytes).map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
  }

  verify(call) {
    const secret = call.caller.secret;
    if (!call.v3) {
      const all = [...call.query, ...call.form].filter(([name]) => name !== 'Signature');
      const text = `${call.method}&%2F&${encode(this.canonical(all))}`;
      return same(crypto.createHmac('sha1', `${secret}&`).update(text).digest('base64'), call.signature);
    }
    const names = call.signedHeaders.split(';');
    return this.bound(call).every((name) => names.includes(name)) &&
        call.headers['x-acs-content-sha256'] === this.payload(call) &&
        same(crypto.createHmac('sha256', secret).update(`ACS3-HMAC-SHA256\n${hash(this.v3Text(call, names))}`)
            .digest('hex'), call.signature);
  }

  bound(call) {  // the headers that have to be signed
    return Object.keys(call.headers).filter((name) => /^(x-acs-.*|host|content-type)$/.test(name));
  }

  payload(call) {
    return hash(call.body);
  }

  v3Text(call, names) {
    const headers = names.map((name) => `${name}:${(call.headers[name] || '').trim()}\n`).join('');
    return [call.method, '/', this.canonical(call.query), headers, names.join(';'),
      call.headers['x-acs-content-sha256']].join('\n');
  }

  nonceKey(call) {
    return `${call.key} ${call.nonce}`;
  }

  spend(call) {
    if (this.spent.has(this.nonceKey(call))) {
      throw new Refusal(400, 'SignatureNonceUsed', 'The request signature nonce has been used.');
    }
    this.spent.add(this.nonceKey(call));
  }

  // --- What is done.

  async answer(call) {
    call.format = 'xml';
    this.read(call);
    if (call.path !== '/') {
      throw new Refusal(404, 'InvalidApi.NotFound', 'Specified api is not found, please check your url and method.');
    }
    if (call.method !== 'GET' && call.method !== 'POST') {
      throw new Refusal(403, 'UnsupportedHTTPMethod', 'This HTTP method is not supported.');
    }
    this.authenticate(call);
    if (call.version !== VERSION) throw invalid('Action or Version');
    if (/^Describe/.test(call.action) && this[call.action]) return this[call.action](call);
    const law = LAWS[call.action];
    if (!law) {
      throw new Refusal(404, 'InvalidAction.NotFound',
          'Specified api is not found, please check your url and method.');
    }
    call.flags = {};
    for (const name of law.flags) call.flags[name] = this.flag(call, name);
    if (!call.given.get('InstanceId')) throw missing('InstanceId');
    call.instance = this.find(call);
    await this.act(call, call.instance, law);
    return {};
  }

  find(call) {
    const instance = this.instances.get(call.given.get('InstanceId'));
    if (!instance || instance !== call.caller) throw unknown();
    return instance;
  }

  async act(call, instance, law) {
    this.refuse(call, instance, law);
    if (call.flags.DryRun) throw passed();
    await this.begin(call, instance, law);
  }

  refuse(call, instance, law) {
    const {conditions} = instance;
    if (law === REACTIVATE_LAW && instance.chargeType === 'PrePaid') {
      throw new Refusal(404, 'InvalidPayType.NotSupport', 'The specified pre pay instance not support.');
    }
    for (const name of Object.keys(law.reasons)) {
      if (conditions.has(name)) throw law.reasons[name]();
    }
    if (law === REACTIVATE_LAW && !OVERDUE.some((name) => conditions.has(name))) throw notValid();
    if (instance.status !== law.from) throw status();
  }

  begin(call, instance, law) {
    const {InitLocalDisk, ForceStop} = call.flags;
    if (InitLocalDisk && instance.conditions.has('LocalDisk')) instance.localDiskData = 'lost';
    if (InitLocalDisk) instance.conditions.delete('LocalDiskFailed');
    if (law.from === 'Running') instance.lastStop = ForceStop ? 'forced' : 'graceful';
    if (law === REACTIVATE_LAW) OVERDUE.forEach((name) => instance.conditions.delete(name));
    instance.status = law.over;
    instance.by = call.action;
    this.arm(instance, law, call);
  }

  arm(instance, law) {
    clearTimeout(instance.timer);
    if (instance.settleMs === null) return;
    instance.timer = setTimeout(() => this.settle(instance, law), instance.settleMs);
  }

  settle(instance, law) {
    instance.status = law.to;
  }

  // --- What can be read.

  view(call, instance) {
    const locks = [['security', instance.conditions.has('SecurityLock')],
      ['financial', OVERDUE.some((name) => instance.conditions.has(name))]];
    return {
      InstanceId: instance.instanceId, RegionId: REGION, Status: instance.status,
      InstanceChargeType: instance.chargeType, CreationTime: '2026-01-01T00:00Z',
      OperationLocks: {LockReason: locks.filter(([, is]) => is).map(([name]) => ({LockReason: name}))},
    };
  }

  mine(call, id) {
    const instance = this.instances.get(id);
    return instance === call.caller ? instance : undefined;
  }

  page(call, ids) {
    if (!call.given.get('RegionId')) throw missing('RegionId');
    const wanted = (ids || [call.caller.instanceId]).map((id, at) => this.mine(call, id, at)).filter(Boolean);
    const number = (name, usual) => /^\d+$/.test(call.given.get(name) || '') ? +call.given.get(name) : usual;
    const [at, size] = [number('PageNumber', 1), number('PageSize', 10)];
    const found = [...new Set(wanted)].filter((one) => call.given.get('RegionId') === REGION &&
        [one.status, ''].includes(call.given.get('Status') || '') &&
        [one.chargeType, ''].includes(call.given.get('InstanceChargeType') || ''));
    return {found: found.slice((at - 1) * size, at * size),
      head: {TotalCount: found.length, PageNumber: at, PageSize: size}};
  }

  DescribeInstances(call) {
    let ids = call.given.get('InstanceIds');
    try {
      ids = ids && JSON.parse(ids);
    } catch (error) {
      throw invalid('InstanceIds');
    }
    if (ids && !Array.isArray(ids)) throw invalid('InstanceIds');
    const {found, head} = this.page(call, ids);
    return {...head, Instances: {Instance: found.map((one) => this.view(call, one))}};
  }

  DescribeInstanceStatus(call) {
    const ids = [...call.given].filter(([name]) => /^InstanceId\.\d+$/.test(name))
        .sort(([a], [b]) => a.slice(11) - b.slice(11)).map(([, id]) => id);
    const {found, head} = this.page(call, ids.length ? ids : null);
    const short = ({InstanceId, Status}) => ({InstanceId, Status});
    return {...head, InstanceStatuses: {InstanceStatus: found.map((one) => short(this.view(call, one)))}};
  }

  DescribeInstanceAttribute(call) {
    if (!call.given.get('InstanceId')) throw missing('InstanceId');
    return this.view(call, this.find(call));
  }

  // --- How it is told.

  requestId() {
    return crypto.randomUUID().toUpperCase();
  }

  success(call, body) {
    return {status: 200, root: `${call.action}Response`, body: {...body, RequestId: this.requestId(call)}};
  }

  failure(call, refusal) {
    return {status: refusal.status, root: 'Error', body: {RequestId: this.requestId(call),
      HostId: call.headers.host || 'ecs.aliyuncs.com', Code: refusal.code, Message: refusal.message}};
  }

  send(call, answer, response) {
    const json = call.format === 'json';
    response.writeHead(answer.status, {'Content-Type': `application/${json ? 'json' : 'xml'}; charset=UTF-8`});
    response.end(json ? JSON.stringify(answer.body) :
        `<?xml version="1.0" encoding="UTF-8"?>${xml(answer.root, answer.body)}`);
  }

  async api(call, response) {
    let answer;
    try {
      answer = this.success(call, await this.answer(call));
    } catch (error) {
      if (!(error instanceof Refusal)) console.error(error);
      answer = this.failure(call, error instanceof Refusal ? error : broken());
    }
    this.send(call, answer, response);
  }

  // --- Fixtures.

  fixtures(method, id, body) {
    if (method === 'GET' && !id) {
      return [200, {version: 1, statuses: STATUSES, chargeTypes: CHARGE_TYPES, conditions: CONDITIONS}];
    }
    if (method === 'POST' && !id) return this.create(JSON.parse(body));
    const world = this.worlds.get(id);
    if (!world) return [404, {}];
    if (method === 'GET') {
      return [200, {status: world.status, localDiskData: world.localDiskData, lastStop: world.lastStop}];
    }
    clearTimeout(world.timer);
    this.worlds.delete(id);
    this.keys.delete(world.accessKeyId);
    this.instances.delete(world.instanceId);
    return [204];
  }

  create({status = 'Running', chargeType = 'PostPaid', conditions = [], settleMs = null}) {
    const strange = (names, known) => names.filter((name) => !known.includes(name));
    const unsupported = [...strange(conditions, CONDITIONS), ...strange([status], STATUSES),
      ...strange([chargeType], CHARGE_TYPES)];
    if (unsupported.length) return [422, {unsupported}];
    const text = (bytes) => crypto.randomBytes(bytes).toString('hex');
    const world = {
      id: text(8), accessKeyId: `LTAI${text(10)}`, secret: text(15), instanceId: `i-bp1${text(8)}`,
      status, chargeType, conditions: new Set(conditions), settleMs, localDiskData: 'kept', lastStop: 'none',
    };
    this.worlds.set(world.id, world);
    this.keys.set(world.accessKeyId, world);
    this.instances.set(world.instanceId, world);
    return [201, {id: world.id, accessKeyId: world.accessKeyId, accessKeySecret: world.secret, regionId: REGION,
      instanceId: world.instanceId}];
  }

  async serve(request, response) {
    const parts = [];
    let size = 0;
    for await (const part of request) {
      if ((size += part.length) > MOST_BODY) return request.destroy();
      parts.push(part);
    }
    const body = Buffer.concat(parts);
    const {method, url, headers, socket} = request;
    const [, base, id] = /^(\/_fixtures)(?:\/([^/?]*))?$/.exec(url) || [];
    if (!base) return this.api({method, url, headers, body, socket}, response);
    let [code, told] = [400, {}];
    try {
      [code, told] = this.fixtures(method, id, body);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
    response.writeHead(code, {'Content-Type': 'application/json'});
    response.end(told && JSON.stringify(told));
  }
}

function main(words) {
  const flaws = require('./patched_flaws.js').flaws({Refusal, LAWS, OVERDUE, REACTIVATE_LAW, no, status, unknown, busy,
    passed, broken, postPaidExpired, encode, hash, reactivates, sleep});
  if (words.includes('--list')) {
    for (const [name, [level, law]] of Object.entries(flaws)) console.log(`${name}\t${level}\t${law}`);
    return;
  }
  const option = (name) => words.includes(name) ? words[words.indexOf(name) + 1] : undefined;
  const endpoint = new Endpoint();
  const flaw = option('--flaw');
  if (flaw) {
    if (!flaws[flaw]) throw new Error(`no such flaw: ${flaw}`);
    flaws[flaw][2](endpoint);
  }
  const server = http.createServer({maxHeaderSize: MOST_BODY}, (request, response) => {
    endpoint.serve(request, response).catch(() => request.destroy());  // the caller went away
  });
  server.listen(+(option('--port') || 0), '127.0.0.1', () => {
    console.log(`listening on http://127.0.0.1:${server.address().port}`);
  });
  process.on('SIGTERM', () => process.exit(0));
}

main(process.argv.slice(2));
