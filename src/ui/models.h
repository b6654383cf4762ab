// SPDX-License-Identifier: MIT
// What the interface shows: the models of every account, as one.
#pragma once

#include <cstdint>
#include <vector>

namespace model {
class Model;
}

namespace ui {

// In order; at least one.
using Models = std::vector<const model::Model*>;

// That of the open conversation, or else the first.
const model::Model& current(const Models& models);
// That of the number, or else the current one.
const model::Model& model_of(const Models& models, uint8_t account);
// Other numbers with every change of any of them.
uint64_t version_of(const Models& models);
uint64_t names_version_of(const Models& models);

}  // namespace ui
