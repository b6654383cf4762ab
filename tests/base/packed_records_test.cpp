// SPDX-License-Identifier: MIT
// Records on their way to JavaScript and back; web/tests/store.test.js reads the same bytes.
#include "base/packed_records.h"

#include "support/catch.h"

using base::StoreRecord;

TEST_CASE("packed records are what web/lib/store.js writes", "[base][store]") {
  const std::vector<StoreRecord> records{{"a", "xyz"}, {std::string("\0\xFF", 2), ""}};
  const std::string bytes = base::pack_records(records);
  CHECK(bytes == std::string("\1\0\0\0\3\0\0\0axyz\2\0\0\0\0\0\0\0\0\xFF", 22));
  CHECK(base::unpack_records(bytes) == records);
  CHECK(base::unpack_records("").empty());
}

TEST_CASE("packed records that are cut off lose only the last", "[base][store]") {
  const std::vector<StoreRecord> records{{"first", "one"}, {"second", std::string(300, 'x')}};
  const std::string bytes = base::pack_records(records);
  for (size_t size = 0; size < bytes.size(); ++size) {
    const std::vector<StoreRecord> got =
        base::unpack_records(std::string_view(bytes).substr(0, size));
    CHECK(got.size() == (size >= 16 ? 1 : 0));
    if (!got.empty()) CHECK(got[0] == records[0]);
  }
  CHECK(base::unpack_records("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF....").empty());
}
