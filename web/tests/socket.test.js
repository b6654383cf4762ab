// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSockets, maxMessageLength } from '../lib/socket.js';
import { createArrivals } from '../lib/arrivals.js';
import { FakeClock, FakeTasks } from './support/clock.js';

class FakeWebSocket {
  static OPEN = 1;
  /** @type {FakeWebSocket[]} */
  static made = [];
  /** @type {string[]} */
  sent = [];
  readyState = 0;
  protocol = '';
  isClosed = false;
  /** @type {any} */
  onopen = null;
  /** @type {any} */
  onmessage = null;
  /** @type {any} */
  onclose = null;
  constructor(/** @type {string} */ url, /** @type {string} */ wanted) {
    if (url === 'nonsense') throw new SyntaxError('bad address');
    this.url = url;
    this.wanted = wanted;
    FakeWebSocket.made.push(this);
  }
  send(/** @type {string} */ data) { this.sent.push(data); }
  close() { this.isClosed = true; }
  accept() {
    this.readyState = 1;
    this.protocol = 'xmpp';
    this.onopen?.({});
  }
}

/** @param {(socket: number, data: string) => void} [onText] */
function setUp(onText) {
  FakeWebSocket.made = [];
  const clock = new FakeClock();
  const tasks = new FakeTasks();
  /** @type {unknown[][]} */
  const heard = [];
  const sockets = createSockets({
    ...clock, WebSocket: /** @type {any} */ (FakeWebSocket),
    arrivals: createArrivals({ MessageChannel: tasks.MessageChannel, now: clock.now }),
    events: {
      opened: (...args) => heard.push(['opened', ...args]),
      text: (...args) => { heard.push(['text', ...args]); onText?.(...args); },
      closed: (...args) => heard.push(['closed', ...args]),
    },
  });
  return { clock, tasks, heard, sockets };
}

test('trap 1: offers exactly the subprotocol xmpp and reports what the server chose', () => {
  const { tasks, heard, sockets } = setUp();
  sockets.open(7, 'wss://example.com/ws');
  assert.equal(FakeWebSocket.made[0].wanted, 'xmpp');
  FakeWebSocket.made[0].accept();
  assert.deepEqual(heard, [], 'the core is entered from a task of its own');
  tasks.run();
  assert.deepEqual(heard, [['opened', 7, 'xmpp']]);
});

test('an address that cannot be opened is a closed socket, not an exception', () => {
  const { tasks, heard, sockets } = setUp();
  sockets.open(1, 'nonsense');
  tasks.run();
  assert.deepEqual(heard, [['closed', 1, 1006, 'bad address', false]]);
});

test('text keeps its order through to the close', () => {
  const { tasks, heard, sockets } = setUp();
  sockets.open(1, 'ws://x/');
  const [socket] = FakeWebSocket.made;
  socket.accept();
  socket.onmessage({ data: '<a/>' });
  socket.onmessage({ data: '<b/>' });
  socket.onclose({ code: 1001, reason: 'going away' });
  while (tasks.run());
  assert.deepEqual(heard.map(([kind, , value]) => [kind, value]),
    [['opened', 'xmpp'], ['text', '<a/>'], ['text', '<b/>'], ['closed', 1001]]);
  assert.equal(heard.at(-1)?.at(-1), true, 'it was open');
  assert.equal(sockets.count, 0);
});

test('a burst is handed over in slices of a few milliseconds, in order', () => {
  const { clock, tasks, heard, sockets } = setUp(() => { clock.time += 1; });
  sockets.open(1, 'ws://x/');
  const [socket] = FakeWebSocket.made;
  socket.accept();
  tasks.run();
  heard.length = 0;
  for (let i = 0; i < 10; i += 1) socket.onmessage({ data: String(i) });
  tasks.run();
  assert.equal(heard.length, 4, 'the first slice');
  socket.onmessage({ data: '10' }); // arrives between two slices
  while (tasks.run());
  assert.deepEqual(heard.map(([, , data]) => data), Array.from({ length: 11 }, (_, i) => String(i)));
});

test('trap 3: a binary frame is no XMPP: the socket is closed with 1003', () => {
  const { tasks, heard, sockets } = setUp();
  sockets.open(1, 'ws://x/');
  const [socket] = FakeWebSocket.made;
  socket.accept();
  socket.onmessage({ data: new ArrayBuffer(4) });
  while (tasks.run());
  assert.deepEqual(heard.map(([kind]) => kind), ['opened', 'closed']);
  assert.equal(heard[1][2], 1003);
  assert.ok(socket.isClosed);
});

test('a message of the largest size passes, one more unit closes the socket', () => {
  const { tasks, heard, sockets } = setUp();
  sockets.open(1, 'ws://x/');
  const [socket] = FakeWebSocket.made;
  socket.accept();
  socket.onmessage({ data: 'x'.repeat(maxMessageLength) });
  socket.onmessage({ data: 'x'.repeat(maxMessageLength + 1) });
  while (tasks.run());
  assert.deepEqual(heard.map(([kind]) => kind), ['opened', 'text', 'closed']);
  assert.equal(heard[2][2], 1009);
  assert.ok(socket.isClosed);
  assert.equal(socket.onmessage, null);
});

test('nothing is sent into a socket that is not open', () => {
  const { sockets } = setUp();
  sockets.open(1, 'ws://x/');
  const [socket] = FakeWebSocket.made;
  sockets.send(1, 'early');
  socket.accept();
  sockets.send(1, 'now');
  sockets.send(2, 'elsewhere');
  assert.deepEqual(socket.sent, ['now']);
});

test('destroy closes every socket and silences it', () => {
  const { tasks, heard, sockets } = setUp();
  sockets.open(1, 'ws://x/');
  sockets.open(2, 'ws://y/');
  FakeWebSocket.made[0].accept();
  sockets.destroy();
  while (tasks.run());
  assert.deepEqual(heard, []);
  assert.ok(FakeWebSocket.made.every(({ isClosed, onopen, onmessage, onclose }) => isClosed && !onopen && !onmessage && !onclose));
  assert.equal(sockets.count, 0);
});
