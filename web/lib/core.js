// SPDX-License-Identifier: MIT
// Calls into the WebAssembly core: writes texts into its buffer and keeps calls from nesting.

/**
 * What Emscripten's glue hands out: the exported C functions, each with a leading underscore.
 * @typedef {Record<string, (...args: number[]) => number>} CoreExports
 * @typedef {{ u8(): Uint8Array, u32(): Uint32Array, f32(): Float32Array }} Views
 * @typedef {string | number | boolean | Uint8Array} Argument
 */

export class Core {
  #exports;
  #views;
  #client = 0;
  #isBusy = false;
  /** @type {[string, Argument[]][]} */
  #waiting = [];
  #encoder = new TextEncoder();
  #failed;

  /**
   * @param {{ exports: CoreExports, views: Views, failed: (error: unknown) => void }} options
   *   `failed` hears of a trap: the core must not be called any more.
   */
  constructor({ exports, views, failed }) {
    this.#exports = exports;
    this.#views = views;
    this.#failed = failed;
  }

  /** Whether calls still reach the core. */
  get isAlive() { return this.#client !== 0; }

  /** @param {Argument[]} args of parlance_create */
  create(...args) {
    /** @type {number[]} */
    const allocated = [];
    const flat = this.#flatten(args, (size) => {
      const pointer = this.#exports._malloc(size);
      allocated.push(pointer);
      return pointer;
    });
    this.#client = this.#guard(() => this.#exports._parlance_create(...flat));
    for (const pointer of allocated) this.#exports._free(pointer);
  }

  destroy() {
    const client = this.#client;
    this.#client = 0;
    this.#waiting = [];
    if (client) this.#exports._parlance_destroy(client);
  }

  /**
   * Calls parlance_NAME(client, …). A call from inside another one (a listener of ours that reacts at once) runs after
   * it, because the core must have drained everything first; such a call answers 0.
   * @param {string} name
   * @param {Argument[]} args
   * @returns {number}
   */
  call(name, ...args) {
    if (!this.#client) return 0;
    if (this.#isBusy) {
      this.#waiting.push([name, args]);
      return 0;
    }
    const result = this.#now(name, args);
    for (let next = this.#waiting.shift(); next && this.#client; next = this.#waiting.shift()) this.#now(...next);
    return result;
  }

  /** @param {string} name @param {Argument[]} args */
  #now(name, args) {
    return this.#guard(() => {
      const flat = this.#flatten(args, (size) => this.#exports._parlance_buffer(this.#client, size));
      return this.#exports[`_parlance_${name}`](this.#client, ...flat) ?? 0;
    });
  }

  /** @param {() => number} work */
  #guard(work) {
    this.#isBusy = true;
    try {
      return work();
    } catch (error) {
      // A trap leaves the core's state broken in ways nobody can know: it is never entered again.
      this.#client = 0;
      this.#waiting = [];
      this.#failed(error);
      return 0;
    } finally {
      this.#isBusy = false;
    }
  }

  /**
   * Texts and bytes become pointer and length, booleans 0 and 1.
   * @param {Argument[]} args
   * @param {(size: number) => number} allocate
   */
  #flatten(args, allocate) {
    let size = 0;
    for (const arg of args) {
      if (typeof arg === 'string') size += arg.length * 3;
      else if (arg instanceof Uint8Array) size += arg.length;
    }
    let pointer = size > 0 ? allocate(size) : 0;
    const end = pointer + size;
    const bytes = this.#views.u8();
    /** @type {number[]} */
    const flat = [];
    for (const arg of args) {
      if (typeof arg === 'string') {
        const { written } = this.#encoder.encodeInto(arg, bytes.subarray(pointer, end));
        flat.push(pointer, written);
        pointer += written;
      } else if (arg instanceof Uint8Array) {
        bytes.set(arg, pointer);
        flat.push(pointer, arg.length);
        pointer += arg.length;
      } else {
        flat.push(Number(arg));
      }
    }
    return flat;
  }
}
