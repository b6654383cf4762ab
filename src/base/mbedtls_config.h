// SPDX-License-Identifier: MIT
// What we build of Mbed TLS: the hashes behind SCRAM and nothing else. Named by
// MBEDTLS_CONFIG_FILE. Mbed TLS 3.6: every option is documented in its own
// mbedtls/mbedtls_config.h.
#pragma once

#define MBEDTLS_MD_C
#define MBEDTLS_SHA1_C
#define MBEDTLS_SHA256_C
#define MBEDTLS_SHA512_C
