// SPDX-License-Identifier: MIT
// The only --js-library: each function of src/platform/web/host.h takes its texts out of the memory and calls the
// method of Module.host (web/host.js) that does the work. Emscripten >= 3.1.6.
var hostLibrary = {
  // A view must be asked for each time: growing the memory replaces them all.
  host_attach: function () {
    Module['host'].attach({
      u8: function () { return HEAPU8; },
      u32: function () { return HEAPU32; },
      f32: function () { return HEAPF32; },
    });
  },
  host_fill_random: function (bytes, size) { Module['host'].fillRandom(HEAPU8.subarray(bytes, bytes + size)); },

  host_open_socket: function (socket, url, size) { Module['host'].openSocket(socket, UTF8ToString(url, size)); },
  host_send_text: function (socket, data, size) { Module['host'].sendText(socket, UTF8ToString(data, size)); },
  host_close_socket: function (socket) { Module['host'].closeSocket(socket); },
  host_http_request: function (request, url, urlSize, body, bodySize, timeout, maxBytes) {
    Module['host'].httpRequest(request, UTF8ToString(url, urlSize), UTF8ToString(body, bodySize), timeout, maxBytes);
  },
  host_http_cancel: function (request) { Module['host'].httpCancel(request); },
  host_keep: function (isTab, key, keySize, value, valueSize) {
    Module['host'].keep(isTab !== 0, UTF8ToString(key, keySize), HEAPU8.subarray(value, value + valueSize));
  },
  host_store_open: function (store, size) { Module['host'].storeOpen(UTF8ToString(store, size)); },
  host_store_close: function (store, size) { Module['host'].storeClose(UTF8ToString(store, size)); },
  host_store_write: function (store, storeSize, batch, records, size, isDurable) {
    Module['host'].storeWrite(UTF8ToString(store, storeSize), batch, HEAPU8.subarray(records, records + size), isDurable !== 0);
  },
  host_store_range: function (store, storeSize, request, from, fromSize, to, toSize, limit, isBackward) {
    Module['host'].storeRange(UTF8ToString(store, storeSize), request, HEAPU8.subarray(from, from + fromSize),
      HEAPU8.subarray(to, to + toSize), limit, isBackward !== 0);
  },
  host_store_claim: function (store, storeSize, request, prefix, size) {
    Module['host'].storeClaim(UTF8ToString(store, storeSize), request, HEAPU8.subarray(prefix, prefix + size));
  },
  host_store_erase: function (store, size) { Module['host'].storeErase(UTF8ToString(store, size)); },
  host_wake_at: function (at) { Module['host'].wakeAt(at); },
  host_log: function (level, line, size) { Module['host'].log(level, UTF8ToString(line, size)); },
  host_save_file: function (name, nameSize, text, textSize) {
    Module['host'].saveFile(UTF8ToString(name, nameSize), UTF8ToString(text, textSize));
  },
  host_whole_message: function (text, size) { Module['host'].wholeMessage(UTF8ToString(text, size)); },
  host_open_link: function (url, size) { Module['host'].openLink(UTF8ToString(url, size)); },

  host_request_frame: function () { Module['host'].requestFrame(); },
  host_request_frame_at: function (at) { Module['host'].requestFrameAt(at); },
  host_status_changed: function (status, statusSize, sentence, sentenceSize, reason, reasonSize) {
    Module['host'].statusChanged(UTF8ToString(status, statusSize), UTF8ToString(sentence, sentenceSize),
      UTF8ToString(reason, reasonSize));
  },
  host_shown_changed: function (chat, chatSize, isRoom, unread) {
    Module['host'].shownChanged({ chat: UTF8ToString(chat, chatSize), isRoom: isRoom !== 0, unread: unread });
  },
  host_show: function (json, size) { Module['host'].show(UTF8ToString(json, size)); },
  host_set_theme: function (css, size, isDark) { Module['host'].setTheme(UTF8ToString(css, size), isDark !== 0); },
  host_mark_painted: function (chat, chatSize, first, firstSize, last, lastSize, count) {
    Module['host'].markPainted({
      chat: UTF8ToString(chat, chatSize), first: UTF8ToString(first, firstSize), last: UTF8ToString(last, lastSize),
      count: count,
    });
  },
  host_mark_roster_painted: function () { Module['host'].markRosterPainted(); },

  host_attach_gl__deps: ['$GL'],
  host_attach_gl: function () {
    var context = Module['host'].glContext();
    if (!context) return 0;
    var handle = context.canvas.GLctxObject ? context.canvas.GLctxObject.handle
      : GL.registerContext(context, { majorVersion: 2, minorVersion: 0, enableExtensionsByDefault: 0 });
    return GL.makeContextCurrent(handle) ? 1 : 0;
  },

  host_text_layout: function (text, size, style, width, maxLines, direction, out) {
    return Module['host'].textLayout(UTF8ToString(text, size), style, width, maxLines, direction, out);
  },
  host_text_lines: function (layout, out) { Module['host'].textLines(layout, out); },
  host_text_release: function (layout) { Module['host'].textRelease(layout); },
  host_text_has_time: function () { return Module['host'].textHasTime() ? 1 : 0; },
  host_text_raster__deps: ['$GL'],
  host_text_raster: function (layout, line, colour, texture, x, y, width, height, originX, originY) {
    Module['host'].textRaster(layout, line, colour >>> 0, GL.textures[texture], x, y, width, height, originX, originY);
  },
  host_text_hit: function (layout, x, y) { return Module['host'].textHit(layout, x, y); },
  host_text_selection: function (layout, begin, end, out, capacity) {
    return Module['host'].textSelection(layout, begin, end, out, capacity);
  },

  host_unicode_properties: function (point) { return Module['host'].unicodeProperties(point); },
  host_unicode_lower: function (point) { return Module['host'].unicodeLower(point); },
  host_unicode_decomposed: function (point) { return Module['host'].unicodeDecomposed(point); },
  host_unicode_normalise: function (text, size, form, out, capacity) {
    return Module['host'].unicodeNormalise(HEAPU32.subarray(text >> 2, (text >> 2) + size), form,
      HEAPU32.subarray(out >> 2, (out >> 2) + capacity));
  },
  host_unicode_clusters: function (text, size, starts) {
    Module['host'].unicodeClusters(HEAPU32.subarray(text >> 2, (text >> 2) + size), HEAPU8.subarray(starts, starts + size));
  },
};

// COMPAT(emcc < 3.1.30): UTF8ToString is part of the runtime there; later it must be asked for.
if (LibraryManager.library['$UTF8ToString']) {
  Object.keys(hostLibrary).forEach(function (name) {
    if (typeof hostLibrary[name] === 'function' && /UTF8ToString/.test(hostLibrary[name])) {
      hostLibrary[name + '__deps'] = ['$UTF8ToString'];
    }
  });
}
mergeInto(LibraryManager.library, hostLibrary);
