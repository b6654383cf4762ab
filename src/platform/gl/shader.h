// SPDX-License-Identifier: MIT
// Shader programs from the sources of shaders/, which carry no #version: the prelude of the
// platform goes before.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace platform {

// What goes before a source of shaders/ here: "#version …" and, on the web, the default precision.
std::string_view shader_prelude();

// The GL name of a linked program, or the compiler's words.
base::Result<uint32_t> link_program(std::string_view name, const char* vertex_source,
                                    const char* fragment_source);

}  // namespace platform
