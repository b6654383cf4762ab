# SPDX-License-Identifier: MIT
# unit_tests: base to model with fakes, no ImGui, no GL. ui_tests: adds ui and app over headless ImGui. The same sources
# natively and as wasm, where they are linked with the very objects of the page and run by tests/wasm/run.mjs, which is the
# browser's side of them; there they are built when asked for: target wasm_tests, and ui_tests.
if(NOT EXISTS ${CMAKE_SOURCE_DIR}/tests/main.cpp)
  return()
endif()
file(GLOB unit_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/base/*.cpp ${CMAKE_SOURCE_DIR}/tests/xml/*.cpp
  ${CMAKE_SOURCE_DIR}/tests/xmpp/*.cpp ${CMAKE_SOURCE_DIR}/tests/stream/*.cpp ${CMAKE_SOURCE_DIR}/tests/session/*.cpp
  ${CMAKE_SOURCE_DIR}/tests/ext/*.cpp ${CMAKE_SOURCE_DIR}/tests/model/*.cpp)
file(GLOB ui_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/ui/*.cpp ${CMAKE_SOURCE_DIR}/tests/app/*.cpp)
file(GLOB support_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/support/*.cpp)
list(FILTER support_sources EXCLUDE REGEX "ui_driver") # what it drives is in ui_tests alone

# For one file alone: an absolute path in every compile would make each clone compile everything anew.
set_source_files_properties(${CMAKE_SOURCE_DIR}/tests/support/test_data.cpp PROPERTIES
  COMPILE_DEFINITIONS PARLANCE_TEST_DATA="${CMAKE_SOURCE_DIR}/tests/data")

find_path(CATCH_INCLUDE NAMES catch2/catch_all.hpp catch2/catch.hpp PATHS /usr/include NO_CMAKE_FIND_ROOT_PATH REQUIRED)
if(EMSCRIPTEN)
  # Only Catch2's own folder: the host's /usr/include must not be seen by emcc.
  file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/catch)
  file(CREATE_LINK ${CATCH_INCLUDE}/catch2 ${CMAKE_BINARY_DIR}/catch/catch2 SYMBOLIC)
  set(CATCH_INCLUDE ${CMAKE_BINARY_DIR}/catch)
endif()

# What all code of tests is compiled with.
function(test_options target)
  target_include_directories(${target} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  target_include_directories(${target} SYSTEM PRIVATE ${CATCH_INCLUDE})
  parlance_warnings(${target})
  if(PARLANCE_SANITIZE)
    # Compiles faster, and the tests' own code has nothing to hurry for. The counters: of an inline function that is compiled
    # here, too, the linker may keep this one.
    target_compile_options(${target} PRIVATE ${parlance_fast} -fprofile-instr-generate=/dev/null)
  endif()
  if(EMSCRIPTEN)
    # Without exceptions, as the page: the first test that fails ends the program. The size of tests is nobody's concern.
    target_compile_options(${target} PRIVATE ${parlance_exception_flags} -O1 -DCATCH_CONFIG_DISABLE_EXCEPTIONS)
    set_target_properties(${target} PROPERTIES EXCLUDE_FROM_ALL ON)
  endif()
endfunction()

# A wasm program that node runs, with files, the page's Unicode (tests/wasm/run.mjs) and that many bytes of stack.
function(node_program name stack)
  target_sources(${name} PRIVATE ${CMAKE_SOURCE_DIR}/src/platform/web/unicode_web.cpp)
  # COMPAT(emcc 3.1.6): its loader calls node's fetch on a path, so the wasm is put into the file. Its ES modules for node
  # call require, which is not there, so it is CommonJS.
  target_link_options(${name} PRIVATE "SHELL:--js-library ${CMAKE_SOURCE_DIR}/web/library_host.js" -O1
    -sSINGLE_FILE=1 -sENVIRONMENT=node -sEXIT_RUNTIME=1 -sALLOW_MEMORY_GROWTH=1 -sNODERAWFS=1 -sMODULARIZE=1
    -sEXPORT_NAME=createProgram)
  if(EMSCRIPTEN_VERSION VERSION_LESS 3.1.25)
    target_link_options(${name} PRIVATE -sTOTAL_STACK=${stack})
  else()
    target_link_options(${name} PRIVATE -sSTACK_SIZE=${stack})
  endif()
  set_target_properties(${name} PROPERTIES LINK_DEPENDS ${CMAKE_SOURCE_DIR}/web/library_host.js)
endfunction()

# What two thirds of the time of a test file go into is compiled once. Of Catch2's own header alone, because a precompiled
# header names what it was made of by absolute paths: what ccache kept of one clone is good in the next only if they all
# lie outside of it. COMPAT(ccache): what emcc makes is not known to it.
set(catch_header ${CATCH_INCLUDE}/catch2/catch.hpp)
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND NOT EMSCRIPTEN AND EXISTS ${catch_header})
  set(catch_precompiled ${CMAKE_BINARY_DIR}/catch.pch)
  string(TOUPPER "${CMAKE_BUILD_TYPE}" build_type)
  separate_arguments(catch_flags UNIX_COMMAND "${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${build_type}}")
  get_directory_property(options COMPILE_OPTIONS)
  add_custom_command(OUTPUT ${catch_precompiled} DEPENDS ${catch_header}
    COMMAND ${CMAKE_CXX_COMPILER_LAUNCHER} ${CMAKE_CXX_COMPILER} ${catch_flags} ${options} ${parlance_fast} -std=c++20 -pthread
      -Xclang -fno-pch-timestamp -x c++-header -include ${catch_header} -c /usr/include/stdc-predef.h -o ${catch_precompiled}
    VERBATIM) # (the named file would be taken for one of ours, warnings and all: it is a small one of the system's)
  add_custom_target(catch_precompiled DEPENDS ${catch_precompiled})
endif()
function(precompiled target)
  if(catch_precompiled)
    add_dependencies(${target} catch_precompiled)
    target_compile_options(${target} PRIVATE -pthread "SHELL:-include-pch ${catch_precompiled}")
    get_target_property(sources ${target} SOURCES)
    list(FILTER sources INCLUDE REGEX "^/")
    set_source_files_properties(${sources} PROPERTIES OBJECT_DEPENDS ${catch_precompiled})
  endif()
endfunction()

add_library(catch_main OBJECT ${CMAKE_SOURCE_DIR}/tests/main.cpp)
test_options(catch_main)
if(PARLANCE_SANITIZE)
  target_compile_options(catch_main PRIVATE -fno-sanitize=all) # other people's code
endif()

function(test_program name)
  cmake_parse_arguments(T "" "" "SOURCES;USES" ${ARGN})
  if(NOT T_SOURCES)
    return()
  endif()
  add_executable(${name} ${T_SOURCES} ${support_sources} $<TARGET_OBJECTS:catch_main>)
  target_link_libraries(${name} PRIVATE ${T_USES})
  test_options(${name})
  if(EMSCRIPTEN)
    # Two hundred files would be linked for a minute each time. COMPAT(wasm-ld 14): without it the address of a function of
    # ours is 0 in a table (the hostile corpus has one, and is linked as the page is).
    target_compile_options(${name} PRIVATE -fno-lto)
  endif()
  precompiled(${name})
  if(EMSCRIPTEN)
    node_program(${name} 1048576)
  endif()
endfunction()

if(EMSCRIPTEN)
  file(GLOB web_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/platform/web/*.cpp)
  list(FILTER unit_sources EXCLUDE REGEX "utf8proc_test")
endif()
test_program(unit_tests SOURCES ${unit_sources} ${web_sources} USES base xml xmpp stream session ext model)
if(TARGET app)
  test_program(ui_tests SOURCES ${ui_sources} ${CMAKE_SOURCE_DIR}/tests/support/ui_driver.cpp USES app)
endif()
# platform_tests: the native platform and host. Its [gl] cases need a display: xvfb-run build/asan/platform_tests
if(TARGET app_native)
  file(GLOB platform_test_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/platform/gl/*.cpp
    ${CMAKE_SOURCE_DIR}/tests/platform/native/*.cpp ${CMAKE_SOURCE_DIR}/tests/app/native/*.cpp)
  if(X11_FOUND)
    set(platform_test_x11 X11::X11)
  else()
    list(FILTER platform_test_sources EXCLUDE REGEX "window_native_test") # it sends events as an X11 program
  endif()
  test_program(platform_tests SOURCES ${platform_test_sources} USES app_native ${platform_test_x11})
endif()

# The hostile corpus: natively and as wasm, where its event traces must be the same (scripts/hostile).
file(GLOB hostile_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/hostile/*.cpp)
add_executable(hostile ${hostile_sources} ${CMAKE_SOURCE_DIR}/tests/support/link.cpp)
target_link_libraries(hostile PRIVATE base xml xmpp stream session ext model)
test_options(hostile)
if(EMSCRIPTEN)
  node_program(hostile 262144) # as little stack as the page has
endif()

# What is said of every code point, here by utf8proc, there by the browser; tests/wasm/unicode.test.mjs compares.
add_executable(unicode_dump ${CMAKE_SOURCE_DIR}/tests/wasm/unicode_dump.cpp)
target_link_libraries(unicode_dump PRIVATE base)
test_options(unicode_dump)
if(EMSCRIPTEN)
  node_program(unicode_dump 262144)
  add_custom_target(wasm_tests DEPENDS unit_tests hostile unicode_dump)
endif()

# Stories out of seeds, in virtual time (scripts/simulate).
if(TARGET app AND NOT EMSCRIPTEN)
  file(GLOB simulation_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/simulation/*.cpp)
  add_executable(simulate ${simulation_sources} ${CMAKE_SOURCE_DIR}/tests/support/fake_text_engine.cpp)
  target_include_directories(simulate PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  target_link_libraries(simulate PRIVATE app)
  parlance_warnings(simulate)
endif()

# A header without a .cpp is compiled alone here; all others are the first include of theirs (scripts/check_layers).
if(NOT EMSCRIPTEN)
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR}/src/*.h)
  list(FILTER headers EXCLUDE REGEX "_config\\.h$") # settings of libraries, included by them alone
  foreach(header ${headers})
    string(REGEX REPLACE "\\.h$" ".cpp" source ${header})
    if(NOT EXISTS ${CMAKE_SOURCE_DIR}/src/${source})
      file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/generated/lone/${source} @ONLY CONTENT
        "#include \"${header}\"\n#include \"${header}\" // and once more\n")
      list(APPEND lone_headers ${CMAKE_BINARY_DIR}/generated/lone/${source})
    endif()
  endforeach()
  add_library(lone_headers OBJECT ${lone_headers})
  target_link_libraries(lone_headers PRIVATE app_native)
  parlance_warnings(lone_headers)
endif()
