// SPDX-License-Identifier: MIT
// <resume/> and its answer. See step_resume.h.
#include "stream/step_resume.h"

#include "xmpp/ns.h"

namespace stream {

void StepResume::start(StepContext& context) {
  context.out.push_back(context.resumable->make_resume());
}

Outcome StepResume::handle(const StepInput& input) {
  const auto* element = std::get_if<xml::Element>(&input);
  if (element == nullptr) return unexpected(input);
  if (element->is({xmpp::ns::management, "resumed"})) {
    resumed_ = *element;
  } else if (element->is({xmpp::ns::management, "failed"})) {
    failed_ = *element;
  } else {
    return unexpected(input);
  }
  return Finished{};
}

}  // namespace stream
