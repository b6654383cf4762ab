// SPDX-License-Identifier: MIT
// The stream's own header is the root, so that its children inherit its namespaces. Expat is fed only as much as the
// limits still allow, so that they strike at the same byte however the bytes came. See stream_reader.h.
#include "xml/stream_reader.h"

#include <algorithm>
#include <deque>
#include <string>
#include <utility>

#include "xml/parser.h"

namespace xml {

struct StreamReader::State : Parser {
  using Parser::limits;
  using Parser::Parser;

  void restart() {
    events.clear();
    drop();
    builder.reset();
    error.reset();
    opening.clear();
    has_root = is_over = is_replaying = false;
    frame_begin = event_end = 0;
  }

  void feed(std::string_view piece) {
    while (!piece.empty() && !is_over) {
      if (!is_made()) begin_document();
      const std::string_view slice = piece.substr(0, room());
      const size_t before = parsed_bytes;
      renew_at.reset();
      if (!has_root) opening += slice;
      parse(slice);
      piece.remove_prefix(renew_at ? *renew_at - before : slice.size());
      check();
      if (renew_at && !is_over) renew();
    }
  }

  bool has_begun() const { return has_root; }

  bool is_between() const {
    return builder.depth() == 0 && (!is_made() || parsed_bytes == event_end);
  }

  std::deque<Event> events;

 private:
  void begin_document() {
    make();
    set_deferral(false);  // the end of a stanza must not wait for the next one
  }

  // A fresh parser that knows the header, and nothing of what its predecessor saw.
  void renew() {
    begin_document();
    is_replaying = true;
    parse(opening);
    is_replaying = false;
    frame_begin = event_end = parsed_bytes;
  }

  // Of what is not whole yet. Before the stream's header has ended, all there was is that.
  size_t markup_begin() const { return has_root ? token_begin() : 0; }

  // How many bytes may be read before the limits must be looked at again: at least one.
  size_t room() const {
    const auto left = [](size_t limit, size_t used) { return limit - std::min(limit, used); };
    const size_t of_frame = left(limits.frame_bytes, parsed_bytes - frame_begin);
    const size_t of_markup = left(most_markup_bytes, parsed_bytes - markup_begin());
    return std::max<size_t>(std::min(of_frame, of_markup), 1);
  }

  // Nothing is complete of what was begun and not reported.
  void check() {
    if (!error && !is_over && !renew_at) {
      if (has_root && builder.depth() == 0) frame_begin = token_begin();
      if (parsed_bytes - frame_begin >= limits.frame_bytes) {
        fail(ReadErrorKind::PolicyViolation, "the frame is longer than the limit");
      } else if (parsed_bytes - markup_begin() >= most_markup_bytes) {
        fail(ReadErrorKind::PolicyViolation, "a tag is longer than the limit");
      }
    }
    if (!error) return;
    events.emplace_back(*error);
    is_over = true;
  }

  // ---- hooks ----

  void on_root(const char* joined_name, const char** attributes) override {
    has_root = true;
    if (is_replaying) return;
    opening.resize(token_end());
    builder.reset();
    open(joined_name, attributes);
    if (error) return;
    builder.close();
    events.emplace_back(Opened{builder.take()});
    frame_begin = event_end = token_end();
  }

  bool on_frame_start() override {
    builder.reset();
    frame_begin = token_begin();
    return true;
  }

  void on_frame_end() override {
    events.emplace_back(builder.take());
    frame_begin = event_end = token_end();
    if (event_end < opening.size() + bytes_per_parser) return;
    renew_at = event_end;
    halt();
  }

  void on_outer_end() override {
    events.emplace_back(Closed{});
    is_over = true;
    halt();
  }

  std::string opening;  // everything up to the end of the header
  bool has_root = false;
  bool is_over = false;
  bool is_replaying = false;
  size_t frame_begin = 0;  // of the child under way, in bytes this parser was handed
  size_t event_end = 0;    // of the last child that was reported
  std::optional<size_t> renew_at;
};

StreamReader::StreamReader(base::Random& random) : state_(std::make_unique<State>(random)) {}
StreamReader::~StreamReader() = default;
StreamReader::StreamReader(StreamReader&&) noexcept = default;
StreamReader& StreamReader::operator=(StreamReader&&) noexcept = default;

void StreamReader::set_limits(const Limits& limits) { state_->limits = limits; }
void StreamReader::restart() { state_->restart(); }
void StreamReader::feed(std::string_view piece) { state_->feed(piece); }
bool StreamReader::has_begun() const { return state_->has_begun(); }
bool StreamReader::is_between() const { return state_->is_between(); }

std::optional<StreamReader::Event> StreamReader::poll() {
  if (state_->events.empty()) return std::nullopt;
  Event event = std::move(state_->events.front());
  state_->events.pop_front();
  return event;
}

}  // namespace xml
