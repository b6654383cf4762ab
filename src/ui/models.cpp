// SPDX-License-Identifier: MIT
// See models.h.
#include "ui/models.h"

#include "model/model.h"

namespace ui {

namespace {

// Accounts come and go, and a sum could stay what it was.
template <class Version>
uint64_t mix(const Models& models, Version version) {
  uint64_t out = 0;
  for (const model::Model* each : models) out = (out + (each->*version)() + 1) * 0x9E3779B97F4A7C15;
  return out;
}

}  // namespace

const model::Model& current(const Models& models) {
  for (const model::Model* each : models) {
    if (each->open()) return *each;
  }
  return *models.front();
}

const model::Model& model_of(const Models& models, uint8_t account) {
  for (const model::Model* each : models) {
    if (each->id() == account) return *each;
  }
  return current(models);
}

uint64_t version_of(const Models& models) { return mix(models, &model::Model::version); }

uint64_t names_version_of(const Models& models) {
  return mix(models, &model::Model::names_version);
}

}  // namespace ui
