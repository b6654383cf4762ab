// SPDX-License-Identifier: MIT
// What scripts/benchmark-xml times: stanza text to element tree with the reader of a stream, natively and as wasm.
#pragma once

#include <cstddef>

extern "C" {
// Room for that many bytes, valid until the next call.
char* benchmark_buffer(size_t size);
// The buffer's first bytes are one frame, as a page hands them over. 0 when the reader refuses it.
int benchmark_read_one(size_t size);
// They are frames, each with a NUL behind it. 0 when the reader refuses one.
int benchmark_read_all(size_t size);
// The elements of these frames; -1 when the reader refuses one. Not for timing.
int benchmark_count(size_t size);
}
