// SPDX-License-Identifier: MIT
// Two ejabberd nodes that are one server: the second has joined the first and holds a copy of every table. On loopback, each
// node on an address of its own, so that both can have the one port that Erlang nodes here find each other by (no port
// mapper runs).

import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { patience } from './patience.mjs';
import { freePorts, untilAnswers } from './ports.mjs';
import './servers.mjs'; // before ejabberd.mjs, which it asks for its versions
import { startEjabberd } from './ejabberd.mjs';

/** What makes an Erlang node one that others can reach. @param {string} name @param {string} address @param {number} port @param {string} cookie */
function nodeArguments(name, address, port, cookie) {
  return ['-name', `${name}@${address}`, '-setcookie', cookie, '-start_epmd', 'false', '-erl_epmd_port', String(port),
    '-kernel', 'inet_dist_use_interface', `{${address.replaceAll('.', ',')}}`];
}

/**
 * @param {string} data an empty folder
 * @returns {Promise<{ first: import('./servers.mjs').XmppServer, second: import('./servers.mjs').XmppServer, stop: () => Promise<void> }>}
 */
export async function startCluster(data) {
  const [port] = await freePorts(1);
  const cookie = randomUUID();
  const names = ['first@127.0.0.1', 'second@127.0.0.2'];
  const nodes = [];
  const stop = async () => { for (const node of nodes) await node.stop(); };

  /** Asks a node. @param {string} node @param {string} call Erlang: module, function, [arguments] */
  const ask = async (node, call) => {
    const { stdout } = await promisify(execFile)('erl', [
      ...nodeArguments(`asks-${randomUUID().slice(0, 8)}`, '127.0.0.3', port, cookie), '-hidden', '-noinput', '-noshell',
      '-eval', `io:format("~p", [rpc:call('${node}', ${call})]), halt().`,
    ], { cwd: data, env: { ...process.env, HOME: data } });
    return stdout;
  };
  const until = async (what, node, call, wanted) => {
    const end = Date.now() + patience;
    for (let answer = ''; !wanted(answer = await ask(node, call));) {
      if (Date.now() > end) throw new Error(`Waited ${patience} ms for ${what}; the node says ${answer}.`);
      await delay(200);
    }
  };

  try {
    for (const [i, name] of names.entries()) {
      const [own, address] = name.split('@');
      nodes.push(await startEjabberd(join(data, own), { node: nodeArguments(own, address, port, cookie) }));
      if (i === 0) continue;
      await until('the second node to join', name, `ejabberd_cluster, join, ['${names[0]}']`, (answer) => answer === 'ok');
      await untilAnswers(nodes[i].portHttp, '/xmpp-websocket'); // it began anew
    }
    await until('both nodes to know each other', names[0], 'ejabberd_cluster, get_nodes, []',
      (answer) => names.every((name) => answer.includes(name)));
  } catch (error) {
    await stop();
    throw error;
  }
  return { first: nodes[0], second: nodes[1], stop };
}
