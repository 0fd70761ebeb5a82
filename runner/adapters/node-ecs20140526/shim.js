// SPDX-License-Identifier: Apache-2.0
//
// Makes @alicloud/ecs20140526, the vendor's generated client with signature V3, speak to `hallmark sdk`.
'use strict';

const ecs = require('@alicloud/ecs20140526');
const { $OpenApiUtil } = require('@alicloud/openapi-core');
const { RuntimeOptions } = require('@darabonba/typescript');
const { version } = require('@alicloud/ecs20140526/package.json');
const { kindOf, serve, text } = require('../shim_protocol.js');

// The library's name of each action: the spelling ReactivateInstances is not in it.
const METHODS = {
  StartInstance: 'startInstance',
  RebootInstance: 'rebootInstance',
  ReActivateInstances: 'reActivateInstances',
  DescribeInstances: 'describeInstances',
  DescribeInstanceStatus: 'describeInstanceStatus',
  DescribeInstanceAttribute: 'describeInstanceAttribute',
};

// A request of the library from parameters by their names on the wire, or the parameter it lacks.
function requestOf(action, params, regionId) {
  const Request = ecs[`${action}Request`];
  const ours = Object.fromEntries(Object.entries(Request.names()).map(([name, wire]) => [wire, name]));
  const members = 'RegionId' in ours && action.startsWith('Describe') ? { regionId } : {};
  for (const [wire, value] of Object.entries(params)) {
    if (!(wire in ours)) return { lacks: wire };
    members[ours[wire]] = value;
  }
  return { request: new Request(members) };
}

async function call({ call: action, params, endpoint, regionId, options = {}, ...account }) {
  const url = new URL(endpoint);
  try {
    const { request, lacks } = requestOf(action, params, regionId);
    if (lacks) return { unsupported: `${action} has no ${lacks} in this version` };
    const client = new ecs.default(new $OpenApiUtil.Config({
      endpoint: url.host,
      protocol: url.protocol.slice(0, -1),
      regionId,
      accessKeyId: account.accessKeyId,
      accessKeySecret: account.accessKeySecret,
      securityToken: account.securityToken || undefined,
    }));
    const timeout = options.timeoutMs;
    const runtime = new RuntimeOptions(
      timeout === undefined ? {} : { readTimeout: timeout, connectTimeout: timeout });
    const response = await client[`${METHODS[action]}WithOptions`](request, runtime);
    return { ok: response.body ?? null };
  } catch (error) {
    return {
      error: {
        kind: error.statusCode ? 'service' : kindOf(error),
        code: text(error.code),
        message: error.message,
        requestId: text(error.requestId),
        httpStatus: error.statusCode,
      },
    };
  }
}

serve(
  {
    name: '@alicloud/ecs20140526',
    version,
    signature: 'v3',
    actions: Object.keys(METHODS),
    options: ['timeoutMs'],
  },
  call,
);
