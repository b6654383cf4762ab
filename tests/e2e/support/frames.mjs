// SPDX-License-Identifier: MIT
// What goes over the wire of a page, both ways and over either transport: by DevTools, from outside.

/**
 * @param {import('../../../scripts/lib/chat-page.mjs').ChatPage} page
 * @returns {Promise<{ sent: string[], received: string[] }>} growing while the page lives; a BOSH body is one frame
 */
export async function recordFrames(page) {
  const session = await page.page.createCDPSession();
  await session.send('Network.enable');
  const frames = { sent: [], received: [] };
  const bosh = new Set();
  session.on('Network.webSocketFrameSent', ({ response }) => frames.sent.push(response.payloadData));
  session.on('Network.webSocketFrameReceived', ({ response }) => frames.received.push(response.payloadData));
  session.on('Network.requestWillBeSent', async ({ requestId, request }) => {
    if (!request.hasPostData) return;
    bosh.add(requestId);
    const at = frames.sent.push(request.postData ?? '') - 1;
    if (request.postData !== undefined) return;
    const { postData } = await session.send('Network.getRequestPostData', { requestId }).catch(() => ({ postData: '' })); // the page is gone
    frames.sent[at] = postData;
  });
  session.on('Network.loadingFinished', async ({ requestId }) => {
    if (!bosh.has(requestId)) return;
    const { body } = await session.send('Network.getResponseBody', { requestId }).catch(() => ({ body: '' })); // the page is gone
    frames.received.push(body);
  });
  return frames;
}

/** Bytes and stanzas of a direction. @param {string[]} frames */
export function measure(frames) {
  const stanzas = frames.join('').match(/<(?:message|presence|iq)[\s>]/g) ?? [];
  return { bytes: frames.reduce((sum, frame) => sum + Buffer.byteLength(frame), 0), frames: frames.length, stanzas: stanzas.length };
}
