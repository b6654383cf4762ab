// SPDX-License-Identifier: MIT
// The test runner's main: compiled once, it is slow to compile.
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_session.hpp>
int main(int argc, char** argv) { return Catch::Session().run(argc, argv); }
#else
#define CATCH_CONFIG_MAIN
#define CATCH_CONFIG_NO_POSIX_SIGNALS  // wasm has none
#include <catch2/catch.hpp>
#endif
