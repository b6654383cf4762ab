-- SPDX-License-Identifier: MIT
-- Prosody 0.12 or 13 on loopback for the tests and the demo; scripts/lib/prosody.mjs fills in the names between double @.
-- To serve your own people, keep the WebSocket, BOSH and MUC lines, drop what is marked "loopback only", and put
-- nginx with TLS in front (tests/servers/nginx.conf).

data_path = "@@DATA@@/data"
plugin_paths = { "@@PLUGINS@@" }
daemonize = false
@@RUN_AS_ROOT@@
log = { info = "*console" }

modules_enabled = {
  "roster", "saslauth", "disco", "presence", "message", "iq", "ping", "time", "version", "private",
  "pep", "vcard4", "vcard_legacy", "blocklist", "bookmarks", "carbons", "mam", "smacks", "csi_simple", "offline",
  "websocket", "bosh",
  "register_ibr", -- loopback only: the tests make their own accounts
  @@OPTIONAL_MODULES@@
}
modules_disabled = { "s2s", @@WITHOUT_TLS@@"admin_shell", "admin_socket" }

authentication = "internal_hashed"
password_hash = "@@PASSWORD_HASH@@"
disable_sasl_mechanisms = { @@DISABLED@@ }
storage = "internal"
allow_registration = true -- loopback only

-- Loopback only: nothing is encrypted here. Behind nginx with TLS keep the two "consider" lines and drop the others.
c2s_require_encryption = false
allow_unencrypted_plain_auth = true
consider_websocket_secure = true -- without it a ws:// client is offered no mechanism
consider_bosh_secure = true
@@BOSH_MAX_WAIT@@

c2s_ports = { @@PORT_C2S@@ }
c2s_interfaces = { "127.0.0.1" }
c2s_direct_tls_ports = { @@PORT_TLS@@ }
c2s_direct_tls_interfaces = { "127.0.0.1" }
@@TLS@@
legacy_ssl_ports = { }
http_ports = { @@PORT_HTTP@@ }
http_interfaces = { "127.0.0.1" }
https_ports = { }
http_default_host = "@@DOMAIN@@" -- requests name the address in their Host header, not the XMPP domain
http_paths = { websocket = "/xmpp-websocket", bosh = "/http-bind" }

sasl2_fast_token_min_ttl = @@TOKEN_MIN_TTL@@

VirtualHost "@@DOMAIN@@"

-- Guests without accounts.
VirtualHost "guests.@@DOMAIN@@"
  authentication = "anonymous"
  modules_disabled = { "register_ibr", "issue_token", "tokenauth" }

Component "conference.@@DOMAIN@@" "muc"
  modules_enabled = { "muc_mam" }
  muc_room_locking = false
  muc_room_default_persistent = true
  muc_room_default_public = true
