// SPDX-License-Identifier: MIT
// xml_benchmark CORPUS ROUNDS: the native program. Prints the elements of the corpus, then each round's milliseconds of
// wall and of processor time.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iterator>
#include <string>

#include "benchmark/xml_benchmark.h"

int main(int count, char** arguments) {
  if (count != 3) {
    std::fprintf(stderr, "usage: xml_benchmark CORPUS ROUNDS\n");
    return 2;
  }
  std::ifstream file(arguments[1], std::ios::binary);
  const std::string corpus((std::istreambuf_iterator<char>(file)), {});
  corpus.copy(benchmark_buffer(corpus.size()), corpus.size());
  const int elements = benchmark_count(corpus.size());
  std::printf("%d\n", elements);
  if (elements <= 0) return 1;
  for (int round = std::atoi(arguments[2]); round > 0; --round) {
    const auto begun = std::chrono::steady_clock::now();
    const std::clock_t begun_cpu = std::clock();
    benchmark_read_all(corpus.size());
    const double cpu = 1000.0 * static_cast<double>(std::clock() - begun_cpu) / CLOCKS_PER_SEC;
    const std::chrono::duration<double, std::milli> wall = std::chrono::steady_clock::now() - begun;
    std::printf("%.3f %.3f\n", wall.count(), cpu);
  }
  return 0;
}
