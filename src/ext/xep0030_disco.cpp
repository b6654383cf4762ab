// SPDX-License-Identifier: MIT
// disco#info, both ways. See xep0030_disco.h.
#include "ext/xep0030_disco.h"

#include <algorithm>
#include <utility>

#include "xmpp/ns.h"

namespace disco {
namespace {

namespace ns = xmpp::ns;
using session::Handled;

void on_server_info(session::Context& context, const session::IqReply& reply) {
  const auto* iq = std::get_if<xmpp::Iq>(&reply);
  if (iq == nullptr || !iq->payload || !iq->payload->is({ns::disco_info, "query"})) return;
  session::ServerFeatures out;
  for (const xml::Element& child : iq->payload->children()) {
    std::string_view var = child.attribute_or_empty("var");
    if (child.is({ns::disco_info, "feature"}) && !var.empty()) out.features.emplace_back(var);
  }
  context.emit(std::move(out));
}

}  // namespace

std::vector<std::string_view> Disco::features() const { return {ns::disco_info}; }

void Disco::on_fresh(session::Context& context) {
  context.request(xmpp::IqType::Get, context.own_jid().domain_only(),
                  xml::Element(ns::disco_info, "query"), on_server_info);
}

Handled Disco::on_iq(session::Context& context, const xmpp::Iq& iq) {
  if (iq.type != xmpp::IqType::Get || !iq.payload->is({ns::disco_info, "query"})) {
    return Handled::No;
  }
  if (!iq.payload->attribute_or_empty("node").empty()) {
    context.send(
        xmpp::make_error(iq, {xmpp::ErrorType::Cancel, xmpp::Condition::ItemNotFound, ""}));
    return Handled::Yes;
  }
  xml::Element query(ns::disco_info, "query");
  query.add(xml::Element(ns::disco_info, "identity")
                .set("category", "client")
                .set("type", "web")
                .set("name", "Parlance"));
  std::vector<std::string_view> features = context.features();
  std::sort(features.begin(), features.end());
  features.erase(std::unique(features.begin(), features.end()), features.end());
  for (std::string_view feature : features) {
    query.add(xml::Element(ns::disco_info, "feature").set("var", feature));
  }
  context.send(xmpp::make_result(iq, std::move(query)));
  return Handled::Yes;
}

}  // namespace disco
