// SPDX-License-Identifier: MIT
// Every namespace the program knows, one line each.
#pragma once

#include <string_view>

namespace xmpp::ns {

inline constexpr std::string_view client = "jabber:client";                      // RFC 6120
inline constexpr std::string_view streams = "http://etherx.jabber.org/streams";  // RFC 6120
inline constexpr std::string_view stream_errors = "urn:ietf:params:xml:ns:xmpp-streams";
inline constexpr std::string_view stanza_errors = "urn:ietf:params:xml:ns:xmpp-stanzas";
inline constexpr std::string_view tls = "urn:ietf:params:xml:ns:xmpp-tls";  // RFC 6120 5
inline constexpr std::string_view sasl = "urn:ietf:params:xml:ns:xmpp-sasl";
inline constexpr std::string_view sasl2 = "urn:xmpp:sasl:2";       // XEP-0388
inline constexpr std::string_view sasl_cb = "urn:xmpp:sasl-cb:0";  // XEP-0440
inline constexpr std::string_view bind2 = "urn:xmpp:bind:0";       // XEP-0386
inline constexpr std::string_view fast = "urn:xmpp:fast:0";        // XEP-0484
inline constexpr std::string_view management = "urn:xmpp:sm:3";    // XEP-0198
inline constexpr std::string_view csi = "urn:xmpp:csi:0";          // XEP-0352
inline constexpr std::string_view bind = "urn:ietf:params:xml:ns:xmpp-bind";
inline constexpr std::string_view session =
    "urn:ietf:params:xml:ns:xmpp-session";  // RFC 3921, optional
inline constexpr std::string_view framing = "urn:ietf:params:xml:ns:xmpp-framing";   // RFC 7395
inline constexpr std::string_view httpbind = "http://jabber.org/protocol/httpbind";  // XEP-0124
inline constexpr std::string_view stream_limits = "urn:xmpp:stream-limits:0";        // XEP-0478
inline constexpr std::string_view roster = "jabber:iq:roster";                       // RFC 6121
inline constexpr std::string_view rosterver = "urn:xmpp:features:rosterver";         // RFC 6121 2.6
inline constexpr std::string_view disco_items =
    "http://jabber.org/protocol/disco#items";                                            // XEP-0030
inline constexpr std::string_view disco_info = "http://jabber.org/protocol/disco#info";  // XEP-0030
inline constexpr std::string_view muc = "http://jabber.org/protocol/muc";                // XEP-0045
inline constexpr std::string_view muc_user = "http://jabber.org/protocol/muc#user";      // XEP-0045
inline constexpr std::string_view muc_owner = "http://jabber.org/protocol/muc#owner";    // XEP-0045
inline constexpr std::string_view data_forms = "jabber:x:data";                          // XEP-0004
inline constexpr std::string_view pubsub = "http://jabber.org/protocol/pubsub";          // XEP-0060
inline constexpr std::string_view pubsub_owner =
    "http://jabber.org/protocol/pubsub#owner";  // XEP-0060
inline constexpr std::string_view pubsub_event =
    "http://jabber.org/protocol/pubsub#event";                               // XEP-0060
inline constexpr std::string_view caps = "http://jabber.org/protocol/caps";  // XEP-0115
inline constexpr std::string_view rsm = "http://jabber.org/protocol/rsm";    // XEP-0059
inline constexpr std::string_view ping = "urn:xmpp:ping";                    // XEP-0199
inline constexpr std::string_view delay = "urn:xmpp:delay";                  // XEP-0203
// XEP-0380, and what XEP-0384 and XEP-0373 with their predecessors put into a message
inline constexpr std::string_view explicit_encryption = "urn:xmpp:eme:0";
inline constexpr std::string_view omemo = "urn:xmpp:omemo:2";
inline constexpr std::string_view omemo_legacy = "eu.siacs.conversations.axolotl";
inline constexpr std::string_view openpgp = "urn:xmpp:openpgp:0";
inline constexpr std::string_view openpgp_legacy = "jabber:x:encrypted";
inline constexpr std::string_view carbons = "urn:xmpp:carbons:2";  // XEP-0280
inline constexpr std::string_view forward = "urn:xmpp:forward:0";  // XEP-0297
inline constexpr std::string_view hints = "urn:xmpp:hints";        // XEP-0334
inline constexpr std::string_view mam = "urn:xmpp:mam:2";          // XEP-0313
inline constexpr std::string_view blocking = "urn:xmpp:blocking";  // XEP-0191
inline constexpr std::string_view chat_states =
    "http://jabber.org/protocol/chatstates";                                  // XEP-0085
inline constexpr std::string_view displayed = "urn:xmpp:mds:displayed:0";     // XEP-0490
inline constexpr std::string_view receipts = "urn:xmpp:receipts";             // XEP-0184
inline constexpr std::string_view correction = "urn:xmpp:message-correct:0";  // XEP-0308
inline constexpr std::string_view stanza_ids = "urn:xmpp:sid:0";              // XEP-0359

}  // namespace xmpp::ns
