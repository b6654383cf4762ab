// SPDX-License-Identifier: MIT
// Runs cases and says at once what came of each: a case that ends the program must not take the lines before it along.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <utility>

#include "hostile/trace.h"

namespace hostile {

// Runs a case, which answers with a sentence about what is wrong, or with nothing.
using Case = std::function<std::string(Trace&)>;
using RunCase = std::function<void(const std::string& name, const Case& work)>;

class Report {
 public:
  struct Options {
    size_t skip = 0;   // this many cases were run before
    std::string only;  // cases with this in their name
  };
  explicit Report(Options options) : options_(std::move(options)) {}

  void run(const std::string& name, const Case& work);

  size_t passed() const { return passed_; }
  size_t failed() const { return failed_; }

 private:
  Options options_;
  size_t seen_ = 0, passed_ = 0, failed_ = 0;
};

}  // namespace hostile
