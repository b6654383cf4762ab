// SPDX-License-Identifier: MIT
// One timer in a worker, for lib/alarm.js: it is told in how many milliseconds to answer; a negative number is never.

/** @type {any} */
let timer;
onmessage = ({ data }) => {
  clearTimeout(timer);
  if (data >= 0) timer = setTimeout(() => postMessage(0), data);
};
