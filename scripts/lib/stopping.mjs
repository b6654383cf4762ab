// SPDX-License-Identifier: MIT
// A stack of things that were started: they are stopped in the reverse order, all of them, whatever fails.

export class Started {
  #stops = [];
  #stopping;

  /**
   * @template {{ stop: () => Promise<void> }} T
   * @param {T} thing
   * @returns {T}
   */
  add(thing) {
    this.#stops.push(() => thing.stop());
    return thing;
  }

  /** @param {() => unknown} stop */
  onStop(stop) { this.#stops.push(stop); }

  /** Stops everything once; later calls wait for the first. */
  stop() {
    this.#stopping ??= (async () => {
      const errors = [];
      for (const stop of this.#stops.reverse()) {
        try {
          await stop();
        } catch (error) {
          errors.push(error);
        }
      }
      if (errors.length > 0) throw errors[0];
    })();
    return this.#stopping;
  }
}
