// SPDX-License-Identifier: MIT
// Runs a corpus of hostile inputs through the real code: lines per case, the counts at the end. scripts/hostile starts
// it, natively and as wasm, and compares.
//     hostile FOLDER [--only TEXT] [--skip N] [--trace]
// FOLDER is laid out like tests/data/hostile; parts that are missing are left out. --only: cases with this in their name;
// --skip: not the first N; --trace: prints what the program said and did.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>

#include "hostile/case_file.h"
#include "hostile/jid_cases.h"
#include "hostile/jid_session_cases.h"
#include "hostile/report.h"
#include "hostile/scram_cases.h"
#include "hostile/xml_cases.h"

namespace {

struct Part {
  std::string_view folder;
  void (*run)(const std::string& folder, const hostile::RunCase& run);
  bool (*knows)(std::string_view file);
};

bool ends_with(std::string_view text, std::string_view ending) {
  return text.size() > ending.size() && text.substr(text.size() - ending.size()) == ending;
}

void run_jids(const std::string& folder, const hostile::RunCase& run) {
  hostile::run_jid_cases(folder, run);
  hostile::run_jid_session_cases(folder, run);
}

constexpr Part parts[] = {
    {"jid", run_jids,
     [](std::string_view file) {
       return file == "valid.txt" || file == "invalid.txt" || file == "confusable.txt";
     }},
    {"scram", hostile::run_scram_cases,
     [](std::string_view file) { return ends_with(file, ".txt"); }},
    {"xml", hostile::run_xml_cases,
     [](std::string_view file) { return ends_with(file, ".xml") || ends_with(file, ".expect"); }},
};

// A file of another kind may hold cases, too: left out in silence, they would look as if they had passed.
void run_strangers(const std::filesystem::path& folder, const Part& part,
                   const hostile::RunCase& run) {
  for (const std::string& path : hostile::files_in(folder.string(), "")) {
    const std::string file = std::filesystem::path(path).filename().string();
    if (part.knows(file)) continue;
    run(std::string(part.folder) + "/" + file,
        [](hostile::Trace&) { return "no case of this folder has such a name"; });
  }
}

// Names what the folder holds beyond the parts above.
void mention_the_rest(const std::filesystem::path& corpus) {
  std::set<std::string> names;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(corpus, error)) {
    const std::string name = entry.path().filename().string();
    const bool known = std::any_of(std::begin(parts), std::end(parts),
                                   [&](const Part& part) { return part.folder == name; });
    if (entry.is_directory(error) && !known) names.insert(name);
  }
  if (names.empty()) return;
  std::printf("note not driven yet, and not counted:");
  for (const std::string& name : names) std::printf(" %s/", name.c_str());
  std::printf("\n");
}

int usage() {
  std::fprintf(stderr,
               "usage: hostile FOLDER [--only TEXT] [--skip N] [--trace]\n"
               "FOLDER is laid out like tests/data/hostile\n");
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  std::filesystem::path corpus;
  hostile::Report::Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    const bool has_value = i + 1 < argc;
    if (word == "--trace") {
      hostile::Trace::is_printed = true;
    } else if (word == "--only" && has_value) {
      options.only = argv[++i];
    } else if (word == "--skip" && has_value) {
      options.skip = std::strtoul(argv[++i], nullptr, 10);
    } else if (word.substr(0, 1) == "-" || !corpus.empty()) {
      return usage();
    } else {
      corpus = word;
    }
  }
  if (corpus.empty()) return usage();
  if (!std::filesystem::is_directory(corpus)) {
    std::fprintf(stderr, "hostile: there is no folder %s\n", corpus.string().c_str());
    return 2;
  }
  hostile::Report report(options);
  const hostile::RunCase run = [&](const std::string& name, const hostile::Case& work) {
    report.run(name, work);
  };
  for (const Part& part : parts) {
    const std::filesystem::path folder = corpus / part.folder;
    run_strangers(folder, part, run);
    part.run(folder.string(), run);
  }
  mention_the_rest(corpus);
  std::printf("%zu passed, %zu failed\n", report.passed(), report.failed());
  return report.failed() == 0 ? 0 : 1;
}
