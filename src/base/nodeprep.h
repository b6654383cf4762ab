// SPDX-License-Identifier: MIT
// How servers spell local parts that compare them as stringprep does: RFC 6122 appendix A (nodeprep), which Prosody and
// ejabberd follow, where RFC 7622 keeps a sharp s and a final sigma.
#pragma once

#include <string>
#include <string_view>

namespace base {

// Step "map" and "normalise" of nodeprep: the tables B.1 and B.2 of RFC 3454, and NFKC. What is prohibited is not looked for.
std::string nodeprep_mapped(std::string_view local);

}  // namespace base
