# SPDX-License-Identifier: MIT
# The libraries compiled from source for wasm and native alike. scripts/setup unpacks Debian's source packages below
# .deps/src; on other systems these variables take a checkout of each.
set(PARLANCE_IMGUI_DIR "${CMAKE_SOURCE_DIR}/.deps/src/imgui" CACHE PATH "Dear ImGui >= 1.92.2")
set(PARLANCE_EXPAT_DIR "${CMAKE_SOURCE_DIR}/.deps/src/expat/expat" CACHE PATH "expat >= 2.8.3 (the folder with lib/)")
set(PARLANCE_MBEDTLS_DIR "${CMAKE_SOURCE_DIR}/.deps/src/mbedtls" CACHE PATH "Mbed TLS 3.6")
set(PARLANCE_UTF8PROC_DIR "${CMAKE_SOURCE_DIR}/.deps/src/utf8proc" CACHE PATH "utf8proc >= 2.8")

foreach(need "IMGUI:imgui.h" "EXPAT:lib/expat.h" "MBEDTLS:include/mbedtls/sha256.h" "UTF8PROC:utf8proc.c")
  string(REPLACE ":" ";" need ${need})
  list(GET need 0 name)
  list(GET need 1 file)
  if(NOT EXISTS "${PARLANCE_${name}_DIR}/${file}")
    message(FATAL_ERROR "${file} is not in PARLANCE_${name}_DIR (${PARLANCE_${name}_DIR}). "
      "Run scripts/setup, or pass -DPARLANCE_${name}_DIR=<checkout>.")
  endif()
endforeach()

# expat: no DTD, no general entities (XMPP forbids both), namespaces on. Its settings stand in a header of our own, found
# before any expat_config.h of the system. Without an environment it has nothing to debug: that is all that needs printf, and
# with it the page loads 2 KiB more.
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/generated/expat/expat_config.h @ONLY CONTENT
"#define XML_NS 1
#define XML_GE 0
#define XML_CONTEXT_BYTES 0
#define BYTEORDER 1234
#define HAVE_GETENTROPY 1
#define HAVE_UNISTD_H 1
#include <stdlib.h>
#define getenv(name) NULL
")
add_library(expat STATIC ${PARLANCE_EXPAT_DIR}/lib/xmlparse.c ${PARLANCE_EXPAT_DIR}/lib/xmlrole.c
  ${PARLANCE_EXPAT_DIR}/lib/xmltok.c)
if(EXISTS ${PARLANCE_EXPAT_DIR}/lib/random_getentropy.c) # 2.8 and later keep it in a file of its own
  target_sources(expat PRIVATE ${PARLANCE_EXPAT_DIR}/lib/random_getentropy.c)
endif()
target_include_directories(expat BEFORE PRIVATE ${CMAKE_BINARY_DIR}/generated/expat)
target_include_directories(expat PUBLIC ${PARLANCE_EXPAT_DIR}/lib)
target_compile_definitions(expat PUBLIC XML_STATIC)
target_compile_options(expat PRIVATE -w ${parlance_hot_flags} ${parlance_fuzzed})

add_library(mbedcrypto STATIC)
foreach(part md sha1 sha256 sha512 constant_time platform_util)
  target_sources(mbedcrypto PRIVATE ${PARLANCE_MBEDTLS_DIR}/library/${part}.c)
endforeach()
target_include_directories(mbedcrypto SYSTEM PUBLIC ${PARLANCE_MBEDTLS_DIR}/include)
target_include_directories(mbedcrypto PRIVATE ${PARLANCE_MBEDTLS_DIR}/library)
# A path of the clone in a definition would make each clone compile everything anew: ccache cannot know it for one.
target_include_directories(mbedcrypto PRIVATE ${CMAKE_SOURCE_DIR}/src)
target_compile_definitions(mbedcrypto PUBLIC MBEDTLS_CONFIG_FILE="base/mbedtls_config.h")
target_compile_options(mbedcrypto PRIVATE -w $<$<CONFIG:MinSizeRel>:-O2>)

add_library(utf8proc STATIC ${PARLANCE_UTF8PROC_DIR}/utf8proc.c)
target_include_directories(utf8proc SYSTEM PUBLIC ${PARLANCE_UTF8PROC_DIR})
target_compile_definitions(utf8proc PUBLIC UTF8PROC_STATIC)
target_compile_options(utf8proc PRIVATE -w)

# Dear ImGui, core only: the platform and renderer backends are ours.
add_library(imgui STATIC ${PARLANCE_IMGUI_DIR}/imgui.cpp ${PARLANCE_IMGUI_DIR}/imgui_draw.cpp
  ${PARLANCE_IMGUI_DIR}/imgui_tables.cpp ${PARLANCE_IMGUI_DIR}/imgui_widgets.cpp)
target_include_directories(imgui SYSTEM PUBLIC ${PARLANCE_IMGUI_DIR})
target_include_directories(imgui PRIVATE ${CMAKE_SOURCE_DIR}/src)
target_compile_definitions(imgui PUBLIC IMGUI_USER_CONFIG="platform/imgui_config.h")
target_compile_options(imgui PRIVATE -w ${parlance_exception_flags} ${parlance_fast})
