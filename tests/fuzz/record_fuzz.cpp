// SPDX-License-Identifier: MIT
// Everything that is read back from a device: records of sessions, of the model, of the store. The first byte says whether
// the checksum is made right, so that what is behind it is reached, too. What is refused changes nothing.
#include "base/packed_records.h"
#include "base/record.h"
#include "fuzz/fuzz.h"
#include "model/model.h"
#include "model/store_records.h"
#include "support/link.h"

namespace {

// The same bytes behind the name of a format, with a checksum that is right.
std::string sealed(std::string_view format, std::string_view bytes) {
  // Fields are written one behind the other: these bytes are whatever fields the reader takes them for.
  base::RecordWriter whole(format);
  for (char c : bytes) whole.number(static_cast<uint8_t>(c) & 0x7F);
  return whole.take();
}

void read_all(std::string_view record) {
  model::read_row_record(record);
  model::read_conversation_record(record);
  model::read_archive_record(record);
  model::Model model;
  if (model.restore(record)) {
    // What was taken up can be kept again, and is the same then.
    const std::string kept = model.save();
    model::Model again;
    hold(again.restore(kept));
    hold(again.save() == kept);
  } else {
    hold(model.account().jid.empty());
  }
  support::Link link;
  link.restore(record);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes = text_of(data + 1, size - 1);
  static constexpr const char* formats[] = {"row 2", "conversation 2", "archive 1", "model 5",
                                            "session 6"};
  read_all(data[0] < 0x80 ? std::string(bytes) : sealed(formats[data[0] % 5], bytes));
  const auto records = base::unpack_records(bytes);
  hold(base::unpack_records(base::pack_records(records)) == records);
  return 0;
}
