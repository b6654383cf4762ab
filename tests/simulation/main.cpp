// SPDX-License-Identifier: MIT
// Plays stories out of seeds: the whole client with a server, a network, a disk and a person, in virtual time, and asks the
// oracle at the end of each. scripts/simulate builds and runs it.
//
//   simulate --seeds N [--from S]   N stories; prints each seed that violates something, exits 1 if there was one
//   simulate --seed S               one story, every frame of it
//   simulate --cuts                 a standard session, its connection cut at each frame
//   simulate --storage              a standard session, each wish of the store failing, in each way
//   simulate --memory [--every K]   a standard session, each (K-th) allocation of the client failing
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "simulation/play.h"
#include "simulation/standard.h"

namespace {

using namespace simulation;

int play_one(uint64_t seed) {
  const Outcome outcome = play(story_of(seed), {}, true);
  for (const std::string& each : outcome.violations) std::printf("  %s\n", each.c_str());
  std::printf("seed %llu: %zu violations, trace %016llx\n", static_cast<unsigned long long>(seed),
              outcome.violations.size(), static_cast<unsigned long long>(outcome.trace));
  return outcome.violations.empty() ? 0 : 1;
}

int play_many(uint64_t from, uint64_t count) {
  constexpr uint64_t played_twice = 10;  // the first ones: the same both times?
  const auto begin = std::chrono::steady_clock::now();
  uint64_t bad = 0;
  for (uint64_t seed = from; seed < from + count; ++seed) {
    Outcome outcome = play(story_of(seed));
    if (seed < from + played_twice && play(story_of(seed)).trace != outcome.trace) {
      outcome.violations.push_back("the seed does not replay exactly");
    }
    if (outcome.violations.empty()) continue;
    ++bad;
    std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
    for (const std::string& each : outcome.violations) std::printf("  %s\n", each.c_str());
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  std::printf("%llu seeds, %.0f a second\n", static_cast<unsigned long long>(count),
              static_cast<double>(count) / took.count());
  std::printf("%llu passed, %llu failed\n", static_cast<unsigned long long>(count - bad),
              static_cast<unsigned long long>(bad));
  return bad == 0 && count > 0 ? 0 : 1;
}

int tell(const Broken& broken) {
  for (const std::string& each : broken.violations) std::printf("%s\n", each.c_str());
  std::printf("%llu places\n", static_cast<unsigned long long>(broken.places));
  std::printf("%llu passed, %llu failed\n", static_cast<unsigned long long>(broken.passed),
              static_cast<unsigned long long>(broken.failed));
  return broken.failed == 0 && broken.passed > 0 ? 0 : 1;
}

uint64_t number_behind(int argc, char** argv, const char* name, uint64_t otherwise) {
  for (int i = 1; i + 1 < argc; ++i)
    if (std::strcmp(argv[i], name) == 0) return std::strtoull(argv[i + 1], nullptr, 10);
  return otherwise;
}

}  // namespace

int main(int argc, char** argv) {
  constexpr uint64_t none = ~uint64_t{0};
  const auto has = [&](const char* name) {
    for (int i = 1; i < argc; ++i)
      if (std::strcmp(argv[i], name) == 0) return true;
    return false;
  };
  if (const uint64_t seed = number_behind(argc, argv, "--seed", none); seed != none)
    return play_one(seed);
  if (has("--cuts")) return tell(break_frames());
  if (has("--storage")) return tell(break_wishes());
  if (has("--memory")) return tell(break_allocations(number_behind(argc, argv, "--every", 1)));
  return play_many(number_behind(argc, argv, "--from", 1),
                   number_behind(argc, argv, "--seeds", 100));
}
