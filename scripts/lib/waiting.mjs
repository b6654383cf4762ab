// SPDX-License-Identifier: MIT
// Those who wait for something that is heard: asked now, and whenever there is more.

import { patience } from './patience.mjs';

export class Waiting {
  #looks = new Set();

  /** There is more to be seen. */
  look() { for (const look of this.#looks) look(); }

  /**
   * Resolves as soon as `find` returns something truthy.
   * @template T
   * @param {() => T} find
   * @param {() => Error} tooLate what is said when nothing came
   * @param {() => Error | undefined} failure why nothing can come any more
   * @returns {Promise<NonNullable<T>>}
   */
  until(find, tooLate, failure) {
    return new Promise((resolve, reject) => {
      const finish = (settle, value) => {
        clearTimeout(timer);
        this.#looks.delete(look);
        settle(value);
      };
      const look = () => {
        const found = find();
        const failed = found ? undefined : failure();
        if (found) finish(resolve, found);
        else if (failed) finish(reject, failed);
      };
      const timer = setTimeout(() => finish(reject, tooLate()), patience);
      this.#looks.add(look);
      look();
    });
  }
}
