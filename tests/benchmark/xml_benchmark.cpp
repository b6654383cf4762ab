// SPDX-License-Identifier: MIT
// One reader for all frames, as a stream has it. See xml_benchmark.h.
#include "benchmark/xml_benchmark.h"

#include <string>
#include <string_view>

#include "support/fixed_random.h"
#include "xml/reader.h"

namespace {

int elements_of(const xml::Element& element) {
  int count = 1;
  for (const xml::Element& child : element.children()) count += elements_of(child);
  return count;
}

struct Benchmark {
  support::FixedRandom random;
  xml::Reader reader{random};
  std::string buffer;

  std::string_view first(size_t size) const { return std::string_view(buffer).substr(0, size); }
};

Benchmark& benchmark() {
  static Benchmark one;
  return one;
}

// Reads frame after frame until `take` has enough.
template <class Take>
void each_frame(size_t size, Take take) {
  std::string_view rest = benchmark().first(size);
  while (!rest.empty()) {
    const size_t end = rest.find('\0');
    if (!take(benchmark().reader.read(rest.substr(0, end)))) return;
    rest.remove_prefix(end + 1);
  }
}

}  // namespace

extern "C" {

char* benchmark_buffer(size_t size) {
  if (benchmark().buffer.size() < size) benchmark().buffer.resize(size);
  return benchmark().buffer.data();
}

int benchmark_read_one(size_t size) {
  return benchmark().reader.read(benchmark().first(size)) ? 1 : 0;
}

int benchmark_read_all(size_t size) {
  int is_good = 1;
  each_frame(size, [&](const auto& element) {
    if (!element) is_good = 0;
    return is_good == 1;
  });
  return is_good;
}

int benchmark_count(size_t size) {
  int count = 0;
  each_frame(size, [&](const auto& element) {
    count = element ? count + elements_of(*element) : -1;
    return count >= 0;
  });
  return count;
}
}
