// SPDX-License-Identifier: MIT
// What happened, against what the corpus says must happen.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "hostile/expectation.h"
#include "hostile/play.h"

namespace hostile {

// Every conversation's rows as a person sees them.
class Rows {
 public:
  static Rows of(const model::Model& model);
  // The bodies of what is here and was not there; absent when a row of `before` is gone or changed.
  std::optional<std::vector<std::string>> added_since(const Rows& before) const;

 private:
  std::map<std::string, std::vector<std::string>> rows_;  // by address
  std::map<std::string, std::vector<std::string>> bodies_;
};

struct Happened {
  const Play& play;
  const Row& row;
  Stage stage;
  const Rows& before;  // the model before the frame
  uint64_t version_before;
};

// Holds whatever the verdict: nothing leaves for elsewhere, and before a session nobody is told of anything. Empty: good.
std::string check_always(const Happened& happened);
// The verdicts of the case; any will do.
std::string check(const Happened& happened, const Expectation& expected);

}  // namespace hostile
