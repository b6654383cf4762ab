// SPDX-License-Identifier: MIT
// See flight_recorder.h.
#include "app/flight_recorder.h"

#include <utility>

#include "app/flight_log.h"
#include "base/bytes.h"
#include "base/overloaded.h"
#include "model/store_records.h"
#include "model/timeline.h"
#include "session/login.h"

namespace app {

FlightRecorder::FlightRecorder(Host& host, base::Random& random, const Options& options)
    : host_(host), random_(random), mask_(random) {
  add(std::string(flight_log_format));
  add(write_options(options));
}

void FlightRecorder::add(std::string line) {
  if (tail_.empty() && head_.size() + line.size() < max_flight_bytes) {
    head_ += line;
    head_ += '\n';
    return;
  }
  tail_bytes_ += line.size();
  tail_.push_back(std::move(line));
  while (tail_bytes_ > max_flight_tail_bytes) {
    tail_bytes_ -= tail_.front().size();
    tail_.pop_front();
    ++left_out_;
  }
}

// Only what changed: most inputs of a burst come within one millisecond.
void FlightRecorder::at(base::Now now) {
  if (now.steady == now_.steady && now.wall == now_.wall) return;
  now_ = now;
  add(FlightLine("at")
          .number(static_cast<uint64_t>(now.steady.time_since_epoch().count()))
          .number(static_cast<uint64_t>(now.wall.time_since_epoch().count()))
          .take());
}

void FlightRecorder::input_given(const base::Input& input, base::Now now) {
  at(now);
  add(write_input(masked(input)));
}

void FlightRecorder::action_given(const model::Action& action, base::Now now) {
  at(now);
  model::Action masked = action;
  base::visit(base::Overloaded{
                  [&](model::SendText& it) { it.text = mask_.text(it.text); },
                  [&](model::EditDraft& it) { it.text = mask_.text(it.text); },
                  [&](model::AddContact& it) { it.name = mask_.text(it.name); },
                  [&](model::RenameContact& it) { it.name = mask_.text(it.name); },
                  [&](model::SetAvailability& it) { it.status = mask_.text(it.status); },
                  [&](auto&) {},
              },
              masked);
  add(write_action(masked));
  if (base::holds<model::ReportProblem>(action)) host_.save_file("parlance-report.txt", log());
}

void FlightRecorder::fill(uint8_t* bytes, size_t size) {
  random_.fill(bytes, size);
  add("random " + base::encode_hex(std::string_view(reinterpret_cast<const char*>(bytes), size)));
}

void FlightRecorder::perform(const base::Output& output) {
  add(describe(output));
  host_.perform(output);
}

void FlightRecorder::status_changed(std::string_view status, std::string_view sentence,
                                    std::string_view reason) {
  add(FlightLine("status").text(status).text(reason).take());
  host_.status_changed(status, sentence, reason);
}

// ---- what nobody is to read ----

base::Input FlightRecorder::masked(const base::Input& input) const {
  base::Input out = input;
  base::match(base::Overloaded{
                  [&](base::SocketText& it) { it.data = mask_.frame(it.data); },
                  [&](base::HttpReply& it) { it.body = mask_.frame(it.body); },
                  [&](base::Kept& it) { it.value = masked_kept(it); },
                  [&](base::StoreRows& it) {
                    for (base::StoreRecord& record : it.records) record = masked(record);
                  },
                  [&](auto&) {},
              },
              out);
  return out;
}

// A login: without what it proves. Everything else that is kept holds names or more; whoever plays the log begins without.
std::string FlightRecorder::masked_kept(const base::Kept& kept) const {
  if (kept.value.empty() || kept.where == base::Keeping::Tab) return {};
  if (account_of_login_key(kept.key) || kept.key == "device") return kept.value;
  session::Login login;
  if (!login.restore(kept.value)) return {};
  for (auto* token : {&login.credentials.fast, &login.credentials.fast_before}) {
    if (*token) (*token)->token = base::Secret(mask_.text((*token)->token.reveal()));
  }
  return login.save();
}

base::StoreRecord FlightRecorder::masked(const base::StoreRecord& record) const {
  if (record.key.compare(0, 1, model::archives_prefix) == 0) return record;
  if (auto row = model::read_row_record(record.value)) {
    model::Message& message = row->message;
    const std::string before = model::row_key(row->jid, message);
    message.body = mask_.text(message.body);
    if (!message.is_own && !row->is_groupchat) message.author = mask_.text(message.author);
    if (message.error) message.error->text = mask_.text(message.error->text);
    message.fingerprint = model::fingerprint_of(message, row->is_groupchat);
    return {record.key == before ? model::row_key(row->jid, message) : record.key,
            model::write_row_record(row->jid, message, row->is_groupchat)};
  }
  if (auto conversation = model::read_conversation_record(record.value)) {
    conversation->draft = mask_.text(conversation->draft);
    if (conversation->room) conversation->room->subject = mask_.text(conversation->room->subject);
    return {record.key, model::write_conversation_record(*conversation)};
  }
  return {record.key, {}};
}

std::string FlightRecorder::log() const {
  std::string out = head_;
  if (tail_.empty()) return out;
  out += "left-out " + std::to_string(left_out_) + '\n';
  for (const std::string& line : tail_) {
    out += line;
    out += '\n';
  }
  return out;
}

}  // namespace app
