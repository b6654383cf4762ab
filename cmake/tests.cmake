# SPDX-License-Identifier: MIT
# unit_tests: base to model with fakes, no ImGui, no GL. ui_tests: adds ui and app over headless ImGui.
# Native, under sanitizers, and as wasm under node: the same sources.
file(GLOB unit_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/base/*.cpp ${CMAKE_SOURCE_DIR}/tests/xml/*.cpp
  ${CMAKE_SOURCE_DIR}/tests/xmpp/*.cpp ${CMAKE_SOURCE_DIR}/tests/stream/*.cpp ${CMAKE_SOURCE_DIR}/tests/session/*.cpp
  ${CMAKE_SOURCE_DIR}/tests/ext/*.cpp ${CMAKE_SOURCE_DIR}/tests/model/*.cpp)
file(GLOB ui_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/ui/*.cpp ${CMAKE_SOURCE_DIR}/tests/app/*.cpp)
file(GLOB support_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/support/*.cpp)
if(EMSCRIPTEN AND NOT PARLANCE_WASM_TESTS)
  return()
endif()
if(NOT EXISTS ${CMAKE_SOURCE_DIR}/tests/main.cpp)
  return()
endif()

# For one file alone: an absolute path in every compile would make each clone compile everything anew.
set_source_files_properties(${CMAKE_SOURCE_DIR}/tests/support/test_data.cpp PROPERTIES
  COMPILE_DEFINITIONS PARLANCE_TEST_DATA="${CMAKE_SOURCE_DIR}/tests/data")

add_library(catch_main OBJECT ${CMAKE_SOURCE_DIR}/tests/main.cpp)
target_include_directories(catch_main PRIVATE ${CMAKE_SOURCE_DIR}/tests ${CMAKE_SOURCE_DIR}/src)
find_path(CATCH_INCLUDE NAMES catch2/catch_all.hpp catch2/catch.hpp PATHS /usr/include NO_CMAKE_FIND_ROOT_PATH REQUIRED)
if(EMSCRIPTEN)
  # Only Catch2's own folder: the host's /usr/include must not be seen by emcc.
  file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/catch)
  file(CREATE_LINK ${CATCH_INCLUDE}/catch2 ${CMAKE_BINARY_DIR}/catch/catch2 SYMBOLIC)
  set(CATCH_INCLUDE ${CMAKE_BINARY_DIR}/catch)
endif()

# A wasm program that node runs, with files and that many bytes of stack.
function(node_program name stack)
  # COMPAT(emcc 3.1.6): its loader calls node's fetch on a path, so the wasm is put into the file.
  target_link_options(${name} PRIVATE -fexceptions -sSINGLE_FILE=1 -sENVIRONMENT=node -sEXIT_RUNTIME=1
    -sALLOW_MEMORY_GROWTH=1 -sNODERAWFS=1)
  if(EMSCRIPTEN_VERSION VERSION_LESS 3.1.25)
    target_link_options(${name} PRIVATE -sTOTAL_STACK=${stack})
  else()
    target_link_options(${name} PRIVATE -sSTACK_SIZE=${stack})
  endif()
endfunction()

function(test_program name)
  cmake_parse_arguments(T "" "" "SOURCES;USES" ${ARGN})
  if(NOT T_SOURCES)
    return()
  endif()
  add_executable(${name} ${T_SOURCES} ${support_sources} $<TARGET_OBJECTS:catch_main>)
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  target_include_directories(${name} SYSTEM PRIVATE ${CATCH_INCLUDE})
  target_link_libraries(${name} PRIVATE ${T_USES})
  parlance_warnings(${name})
  if(PARLANCE_SANITIZE)
    # Compiles faster, and the tests' own code has nothing to hurry for. The counters: of an inline function that is compiled
    # here, too, the linker may keep this one.
    target_compile_options(${name} PRIVATE -O0 -fprofile-instr-generate)
  endif()
  if(EMSCRIPTEN)
    node_program(${name} 1048576)
  else()
    # Two thirds of the time a test file takes are these.
    target_precompile_headers(${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests/support/catch.h <algorithm> <array> <functional> <map>
      <memory> <optional> <string> <variant> <vector>)
  endif()
endfunction()
target_include_directories(catch_main SYSTEM PRIVATE ${CATCH_INCLUDE})
if(EMSCRIPTEN)
  target_compile_options(catch_main PRIVATE -fexceptions)
  add_compile_options(-fexceptions)
endif()

test_program(unit_tests SOURCES ${unit_sources} USES base xml xmpp stream session ext model)
if(TARGET app)
  test_program(ui_tests SOURCES ${ui_sources} USES app)
endif()
# platform_tests: the native platform and host. Its [gl] cases need a display: xvfb-run build/native/platform_tests
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

# The hostile corpus: natively, under sanitizers and as wasm, where its event traces must be the same (scripts/hostile).
file(GLOB hostile_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/hostile/*.cpp)
add_executable(hostile ${hostile_sources} ${CMAKE_SOURCE_DIR}/tests/support/link.cpp)
target_include_directories(hostile PRIVATE ${CMAKE_SOURCE_DIR}/tests)
target_link_libraries(hostile PRIVATE base xml xmpp stream session ext model)
parlance_warnings(hostile)
if(EMSCRIPTEN)
  node_program(hostile 262144) # as little stack as the page has
endif()

# Stories out of seeds, in virtual time (scripts/simulate).
if(TARGET app)
  file(GLOB simulation_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/simulation/*.cpp)
  add_executable(simulate ${simulation_sources} ${CMAKE_SOURCE_DIR}/tests/support/fake_text_engine.cpp)
  target_include_directories(simulate PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  target_link_libraries(simulate PRIVATE app)
  parlance_warnings(simulate)
endif()
