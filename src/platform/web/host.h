// SPDX-License-Identifier: MIT
// The functions that JavaScript provides: web/library_host.js passes each on to Module.host
// (web/host.js). Texts are pointer and length in UTF-8; times are milliseconds of
// performance.now().
#pragma once

#include <cstddef>
#include <cstdint>

extern "C" {

// The first call: hands JavaScript its view of the memory.
void host_attach();
void host_fill_random(uint8_t* bytes, size_t size);

void host_open_socket(uint32_t socket, const char* url, size_t size);
void host_send_text(uint32_t socket, const char* data, size_t size);
void host_close_socket(uint32_t socket);
void host_http_request(uint32_t request, const char* url, size_t url_size, const char* body,
                       size_t body_size, double timeout, double max_bytes);
void host_http_cancel(uint32_t request);
// Bytes, for the device or for this tab; none: forgotten.
void host_keep(int is_tab, const char* key, size_t key_size, const char* value, size_t value_size);
// The accounts' stores; see base/io.h. Records are packed as base/packed_records.h says.
void host_store_open(const char* store, size_t size);
void host_store_close(const char* store, size_t size);
void host_store_write(const char* store, size_t store_size, double batch, const char* records,
                      size_t size, int is_durable);
void host_store_range(const char* store, size_t store_size, double request, const char* from,
                      size_t from_size, const char* to, size_t to_size, double limit,
                      int is_backward);
void host_store_claim(const char* store, size_t store_size, double request, const char* prefix,
                      size_t size);
void host_store_erase(const char* store, size_t size);
void host_wake_at(double at);
// The answer to parlance_whole_message.
void host_whole_message(const char* text, size_t size);
void host_open_link(const char* url, size_t size);
// A text, for the person to keep.
void host_save_file(const char* name, size_t name_size, const char* text, size_t text_size);
// `level` is a base::LogLevel.
void host_log(int level, const char* line, size_t size);

void host_request_frame();
void host_request_frame_at(double at);
void host_status_changed(const char* status, size_t status_size, const char* sentence,
                         size_t sentence_size, const char* reason, size_t reason_size);
// The open conversation, and how many messages are unread in all of them.
void host_shown_changed(const char* chat, size_t chat_size, int is_room, double unread);
// Within a frame: what the DOM layer shows from now on, the page's custom properties, User Timing
// marks.
void host_show(const char* json, size_t size);
void host_set_theme(const char* css, size_t size, int is_dark);
void host_mark_painted(const char* chat, size_t chat_size, const char* first, size_t first_size,
                       const char* last, size_t last_size, uint32_t count);
void host_mark_roster_painted();

// Makes the canvas's context current for GLES calls; 0 when there is none.
int host_attach_gl();

// Lays out and keeps the layout; `out` receives width, height, direction, truncation and the number
// of lines.
struct HostLayout {
  float width, height;
  uint32_t is_right_to_left, is_truncated, lines;
};
struct HostLine {
  uint32_t begin, end;  // bytes
  float x, y, width, height, baseline;
  uint32_t is_right_to_left;
};
uint32_t host_text_layout(const char* text, size_t size, int style, float width, int max_lines,
                          int direction, HostLayout* out);
void host_text_lines(uint32_t layout, HostLine* out);
void host_text_release(uint32_t layout);
// 0 when the time for rasterising in this frame is spent.
int host_text_has_time();
// Rasterises a line into the texture at (x, y): its start and baseline lie at (origin_x, origin_y)
// of that rectangle, all in device px.
void host_text_raster(uint32_t layout, uint32_t line, uint32_t colour, uint32_t texture, int x,
                      int y, int width, int height, float origin_x, float origin_y);
uint32_t host_text_hit(uint32_t layout, float x, float y);
// Writes up to `capacity` rectangles (x, y, width, height) and says how many there are.
uint32_t host_text_selection(uint32_t layout, uint32_t begin, uint32_t end, float* out,
                             uint32_t capacity);

// What web/lib/unicode.js says about a code point; texts are code points here.
uint32_t host_unicode_properties(char32_t c);
uint32_t host_unicode_lower(char32_t c);
uint32_t host_unicode_decomposed(char32_t c);
// Writes a base::unicode_library::NormalForm if there is room for it, and says how long it is.
size_t host_unicode_normalise(const char32_t* text, size_t size, int form, char32_t* out,
                              size_t capacity);
// Writes 1 where a grapheme cluster starts.
void host_unicode_clusters(const char32_t* text, size_t size, uint8_t* starts);

}  // extern "C"
