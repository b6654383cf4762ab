// SPDX-License-Identifier: MIT
// A clock that stands still until a test moves it, with timers, animation frames and message channels on it.

export class FakeClock {
  time = 1000;
  #next = 1;
  /** @type {Map<number, { at: number, work: () => void }>} */
  timers = new Map();
  /** @type {Map<number, (time: number) => void>} */
  frames = new Map();
  /** Timers fire this much earlier than asked, as browsers may. */
  early = 0;

  now = () => this.time;
  setTimeout = (/** @type {() => void} */ work, /** @type {number} */ ms) => {
    const id = this.#next++;
    this.timers.set(id, { at: this.time + Math.max(0, ms - this.early), work });
    return id;
  };
  clearTimeout = (/** @type {number} */ id) => { this.timers.delete(id); };
  requestAnimationFrame = (/** @type {(time: number) => void} */ work) => {
    const id = this.#next++;
    this.frames.set(id, work);
    return id;
  };
  cancelAnimationFrame = (/** @type {number} */ id) => { this.frames.delete(id); };

  /** Lets time pass and runs what became due, in order. @param {number} ms */
  pass(ms) {
    const end = this.time + ms;
    for (;;) {
      const due = [...this.timers].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at)[0];
      if (!due) break;
      this.timers.delete(due[0]);
      this.time = Math.max(this.time, due[1].at);
      due[1].work();
    }
    this.time = end;
  }

  /** Draws what was asked for. */
  frame() {
    const wanted = [...this.frames.values()];
    this.frames.clear();
    for (const work of wanted) work(this.time);
  }
}

/** Message channels whose tasks run when the test says so. */
export class FakeTasks {
  /** @type {(() => void)[]} */
  queue = [];
  closed = 0;

  get MessageChannel() {
    const tasks = this;
    return /** @type {any} */ (class {
      port1 = { onmessage: /** @type {null | (() => void)} */ (null), close() { tasks.closed += 1; } };
      port2 = {
        postMessage: () => { tasks.queue.push(() => this.port1.onmessage?.()); },
        close() { tasks.closed += 1; },
      };
    });
  }

  /** Runs one task; says whether there was one. */
  run() {
    const task = this.queue.shift();
    task?.();
    return task !== undefined;
  }
}
