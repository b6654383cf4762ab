# SPDX-License-Identifier: MIT
# The page's Unicode (platform/web/unicode_web.cpp over web/lib/unicode.js) against utf8proc, under node.
# tests/wasm/run.mjs starts these programs and gives them the browser's side.
if(NOT TARGET unit_tests)
  return()
endif()
function(page_options target)
  # CommonJS: COMPAT(emcc 3.1.6): its ES modules for node call require, which is not there.
  target_link_options(${target} PRIVATE "SHELL:--js-library ${CMAKE_SOURCE_DIR}/web/library_host.js"
    -sMODULARIZE=1 -sEXPORT_NAME=createProgram)
  set_target_properties(${target} PROPERTIES LINK_DEPENDS ${CMAKE_SOURCE_DIR}/web/library_host.js)
endfunction()

# An object of the program comes before the archive of base, whose unicode_utf8proc.cpp is then not linked.
set(browser_unicode ${CMAKE_SOURCE_DIR}/src/platform/web/unicode_web.cpp)
file(GLOB browser_unicode_tests CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/base/*_test.cpp
  ${CMAKE_SOURCE_DIR}/tests/xmpp/jid_test.cpp ${CMAKE_SOURCE_DIR}/tests/platform/web/unicode_web_test.cpp
  ${CMAKE_SOURCE_DIR}/tests/hostile/jid_cases.cpp
  ${CMAKE_SOURCE_DIR}/tests/hostile/line_file.cpp ${CMAKE_SOURCE_DIR}/tests/hostile/case_file.cpp
  ${CMAKE_SOURCE_DIR}/tests/hostile/trace.cpp)
list(FILTER browser_unicode_tests INCLUDE REGEX
  "(unicode_test|unicode_web_test|precis_test|domain_test|saslprep_test|address_rules_test|jid_test|jid_cases|line_file|case_file|trace)\\.cpp$")
test_program(browser_unicode_tests SOURCES ${browser_unicode_tests} ${browser_unicode}
  USES base xml xmpp stream session ext model)
page_options(browser_unicode_tests)

foreach(source utf8proc browser)
  add_executable(unicode_dump_${source} ${CMAKE_SOURCE_DIR}/tests/wasm/unicode_dump.cpp)
  target_link_libraries(unicode_dump_${source} PRIVATE base)
  target_link_options(unicode_dump_${source} PRIVATE -fexceptions -sSINGLE_FILE=1 -sENVIRONMENT=node -sEXIT_RUNTIME=1
    -sALLOW_MEMORY_GROWTH=1)
  parlance_warnings(unicode_dump_${source})
  page_options(unicode_dump_${source})
endforeach()
target_sources(unicode_dump_browser PRIVATE ${browser_unicode})
