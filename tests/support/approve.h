// SPDX-License-Identifier: MIT
// Compares a text with tests/data/NAME.approved.txt. After a change that is meant, PARLANCE_APPROVE=1 writes the files
// anew; the difference is then read and committed like any other change.
#pragma once

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "support/catch.h"
#include "support/test_data.h"

namespace support {

inline void check_approved(const std::string& name, const std::string& text) {
  const std::string path = test_data(name + ".approved.txt");
  if (std::getenv("PARLANCE_APPROVE") != nullptr) {
    std::ofstream(path, std::ios::binary) << text;
  }
  std::ifstream file(path, std::ios::binary);
  const std::string approved((std::istreambuf_iterator<char>(file)),
                             std::istreambuf_iterator<char>());
  INFO("to approve: run with PARLANCE_APPROVE=1 and read what changed in " << name);
  CHECK(text == approved);
}

}  // namespace support
