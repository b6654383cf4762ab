// SPDX-License-Identifier: MIT
// See note.h.
#include "model/note.h"

#include <utility>

#include "base/record.h"
#include "model/message_record.h"

namespace model {
namespace {

constexpr std::string_view format = "note 1";

// What notes say, each under a name of its own: a version that does not know one passes over it.
struct Field {
  std::string_view name;
  std::string session::Content::*member;
};
constexpr Field fields[] = {{"body", &session::Content::body},
                            {"replaces", &session::Content::replaces},
                            {"receipt for", &session::Content::receipt_for}};

}  // namespace

std::string write_note_record(const Note& note) {
  base::RecordWriter out(format);
  out.text(note.id).text(note.to.text());
  for (const auto& [name, member] : fields) {
    if (!(note.content.*member).empty()) out.text(name).text(note.content.*member);
  }
  return out.take();
}

std::optional<Note> read_note_record(std::string_view value) {
  base::RecordReader in(value, format);
  Note out;
  out.id = std::string(in.text());
  out.to = read_jid(in);
  while (in.has_more()) {
    const std::string_view name = in.text(), said = in.text();
    for (const Field& field : fields) {
      if (field.name == name) out.content.*field.member = std::string(said);
    }
  }
  if (!in.is_finished() || out.id.empty() || out.to.empty()) return std::nullopt;
  return out;
}

}  // namespace model
