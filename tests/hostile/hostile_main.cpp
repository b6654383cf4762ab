// SPDX-License-Identifier: MIT
// Runs a corpus of hostile inputs through the real code: one line per case, the counts at the end.
//     hostile FOLDER        a folder laid out like tests/data/hostile; parts that are missing are left out
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>

#include "hostile/jid_cases.h"
#include "hostile/report.h"
#include "hostile/scram_cases.h"
#include "hostile/xml_cases.h"

namespace {

struct Part {
  std::string_view folder;
  hostile::Results (*run)(const std::string& folder);
};

constexpr Part parts[] = {
    {"jid", hostile::run_jid_cases},
    {"scram", hostile::run_scram_cases},
    {"xml", hostile::run_xml_cases},
};

void print(const hostile::CaseResult& result) {
  std::printf("%s %s%s%s\n", result.passed ? "ok  " : "FAIL", result.name.c_str(),
              result.detail.empty() ? "" : ": ", result.detail.c_str());
}

// Names what the folder holds beyond the parts above, so that nobody takes silence for a pass.
void mention_the_rest(const std::filesystem::path& corpus) {
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(corpus, error)) {
    const std::string name = entry.path().filename().string();
    const bool known = std::any_of(std::begin(parts), std::end(parts),
                                   [&](const Part& part) { return part.folder == name; });
    if (entry.is_directory(error) && !known) {
      std::printf("note %s/: no part of this program runs it yet\n", name.c_str());
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2 || std::string_view(argv[1]).substr(0, 1) == "-") {
    std::fprintf(stderr, "usage: hostile FOLDER (laid out like tests/data/hostile)\n");
    return 2;
  }
  const std::filesystem::path corpus = argv[1];
  if (!std::filesystem::is_directory(corpus)) {
    std::fprintf(stderr, "hostile: there is no folder %s\n", argv[1]);
    return 2;
  }
  size_t passed = 0, failed = 0;
  for (const Part& part : parts) {
    for (const hostile::CaseResult& result : part.run((corpus / part.folder).string())) {
      print(result);
      ++(result.passed ? passed : failed);
    }
    // A case that ends the program must not take the lines before it along.
    std::fflush(stdout);
  }
  mention_the_rest(corpus);
  std::printf("%zu passed, %zu failed\n", passed, failed);
  return failed == 0 ? 0 : 1;
}
