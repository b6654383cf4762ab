// SPDX-License-Identifier: MIT
// User Timing marks: what was painted, in the frame that painted it. Measurements and tests wait for them.

// LIMIT: a page that runs for weeks must not collect marks for ever; a measurement reads the newest.
const maxPainted = 2000;

/** @param {Pick<Performance, 'mark' | 'clearMarks'>} performance */
export function createMarks(performance) {
  let painted = 0;
  return {
    loginPainted() { performance.mark('parlance:login-painted'); },
    rosterPainted() { performance.mark('parlance:roster-painted'); },
    /** @param {{ chat: string, first: string, last: string, count: number }} detail */
    painted(detail) {
      if (painted === maxPainted) {
        performance.clearMarks('parlance:painted');
        painted = 0;
      }
      painted += 1;
      performance.mark('parlance:painted', { detail });
    },
  };
}
