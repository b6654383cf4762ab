// SPDX-License-Identifier: MIT
// Records that come back as they went, or not at all.
#include "base/record.h"

#include "support/catch.h"

namespace {

std::string sample() {
  base::RecordWriter writer("sample 1");
  writer.number(0).number(127).number(128).number(0xFFFF'FFFF'FFFF'FFFFu);
  writer.text("").text(std::string("a\0b", 3)).flag(true).flag(false);
  return writer.take();
}

bool reads_as_sample(std::string_view record) {
  base::RecordReader reader(record, "sample 1");
  const bool numbers = reader.number() == 0 && reader.number() == 127 && reader.number() == 128 &&
                       reader.number() == 0xFFFF'FFFF'FFFF'FFFFu;
  const bool texts = reader.text().empty() && reader.text() == std::string_view("a\0b", 3);
  const bool flags = reader.flag() && !reader.flag();
  return numbers && texts && flags && reader.is_finished();
}

}  // namespace

TEST_CASE("a record comes back as it was written", "[base][record]") {
  CHECK(reads_as_sample(sample()));
}

TEST_CASE("a truncated record is refused as a whole", "[base][record]") {
  const std::string record = sample();
  for (size_t size = 0; size < record.size(); ++size) {
    CAPTURE(size);
    base::RecordReader reader(std::string_view(record).substr(0, size), "sample 1");
    CHECK_FALSE(reader.is_good());
    CHECK(reader.text().empty());
    CHECK(reader.number() == 0);
  }
}

TEST_CASE("a record with any byte flipped is refused", "[base][record]") {
  for (size_t at = 0; at < sample().size(); ++at) {
    std::string record = sample();
    record[at] = static_cast<char>(record[at] ^ 0x20);
    CAPTURE(at);
    CHECK_FALSE(base::RecordReader(record, "sample 1").is_good());
  }
}

TEST_CASE("a record of another kind or version is refused", "[base][record]") {
  CHECK_FALSE(base::RecordReader(sample(), "sample 2").is_good());
}

TEST_CASE("lengths and counts beyond the record are refused", "[base][record]") {
  base::RecordWriter writer("x");
  writer.number(1'000'000);
  const std::string record = writer.take();
  CHECK(base::RecordReader(record, "x").is_good());
  base::RecordReader text(record, "x");
  CHECK(text.text().empty());
  CHECK_FALSE(text.is_good());
  base::RecordReader count(record, "x");
  CHECK(count.count() == 0);
  CHECK_FALSE(count.is_good());
  base::RecordReader choice(record, "x");
  CHECK(choice.number_up_to(3) == 0);
  CHECK_FALSE(choice.is_good());
}
