// SPDX-License-Identifier: MIT
// A channel to the other pages of the origin, or none: where storage is forbidden, browsers forbid it, too (Firefox with
// cookies blocked), as they do in a frame without an origin.

/**
 * @param {typeof globalThis.BroadcastChannel | undefined} BroadcastChannel @param {string} name
 * @returns {BroadcastChannel | null}
 */
export function openChannel(BroadcastChannel, name) {
  try {
    return BroadcastChannel ? new BroadcastChannel(name) : null;
  } catch {
    return null;
  }
}
