# SPDX-License-Identifier: MIT
# Finds Emscripten's own toolchain file: an activated emsdk first, then Debian's package.
if(DEFINED ENV{EMSDK} AND EXISTS "$ENV{EMSDK}/upstream/emscripten/cmake/Modules/Platform/Emscripten.cmake")
  set(parlance_emscripten "$ENV{EMSDK}/upstream/emscripten")
elseif(EXISTS /usr/share/emscripten/cmake/Modules/Platform/Emscripten.cmake)
  set(parlance_emscripten /usr/share/emscripten)
else()
  message(FATAL_ERROR "No Emscripten found: run scripts/setup, or activate an emsdk (source emsdk_env.sh).")
endif()
include(${parlance_emscripten}/cmake/Modules/Platform/Emscripten.cmake)
