# SPDX-License-Identifier: MIT
# Fuzz targets (libFuzzer): one program for each tests/fuzz/NAME_fuzz.cpp. scripts/fuzz builds and runs them.
file(GLOB fuzz_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/fuzz/*_fuzz.cpp)
add_custom_target(fuzz_targets)
foreach(source ${fuzz_sources})
  get_filename_component(name ${source} NAME_WE)
  add_executable(${name} EXCLUDE_FROM_ALL ${source} ${CMAKE_SOURCE_DIR}/tests/support/link.cpp
    ${CMAKE_SOURCE_DIR}/tests/support/fake_text_engine.cpp)
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  target_link_libraries(${name} PRIVATE base xml xmpp stream session ext model ui)
  target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  parlance_warnings(${name})
  add_dependencies(fuzz_targets ${name})
endforeach()
