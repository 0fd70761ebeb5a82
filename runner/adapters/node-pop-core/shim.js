// SPDX-License-Identifier: Apache-2.0
//
// Makes @alicloud/pop-core, a client of any RPC API with signature V1, speak to `hallmark sdk`.
'use strict';

const RPCClient = require('@alicloud/pop-core');
const { version } = require('@alicloud/pop-core/package.json');
const { kindOf, serve, text } = require('../shim_protocol.js');

async function call({ call: action, params, endpoint, regionId, options = {}, ...account }) {
  const opts = {};
  if (options.method !== undefined) opts.method = options.method;
  if (options.timeoutMs !== undefined) opts.timeout = options.timeoutMs;
  let client;
  try {
    client = new RPCClient({
      endpoint,
      apiVersion: '2014-05-26',
      accessKeyId: account.accessKeyId,
      accessKeySecret: account.accessKeySecret,
      securityToken: account.securityToken || undefined,
    });
    // The library has no setting for the region: its users give it with the parameters.
    const regional = /^Describe(Instances|InstanceStatus)$/.test(action) ? { RegionId: regionId } : {};
    return { ok: (await client.request(action, { ...regional, ...params }, opts)) ?? null };
  } catch (error) {
    if (!error.data) return { error: { kind: kindOf(error), code: text(error.code), message: error.message } };
    return {
      error: {
        kind: 'service',
        code: text(error.code),
        message: error.message,
        requestId: text(error.data.RequestId),
        httpStatus: error.entry && error.entry.response.statusCode,
      },
    };
  } finally {
    if (client) client.keepAliveAgent.destroy(); // each call has a client of its own, so nobody needs it
  }
}

serve(
  {
    name: '@alicloud/pop-core',
    version,
    signature: 'v1',
    actions: ['StartInstance', 'RebootInstance', 'ReactivateInstances', 'ReActivateInstances',
      'DescribeInstances', 'DescribeInstanceStatus', 'DescribeInstanceAttribute'],
    options: ['method', 'timeoutMs'],
  },
  call,
);
