# SPDX-License-Identifier: MIT
# layer(NAME USES … WITH … WITHOUT …): one static library for a folder of src/. Files are found, not listed: adding one
# touches no build file; WITHOUT names those that something else stands in for.
function(parlance_warnings target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Werror
    -Wno-missing-field-initializers # designated initialisers leave members to their defaults on purpose
    # COMPAT(gcc 12): optimised, it sees overlaps in std::string's own operator+ that are not there (its bug 105651), and
    # reads of alternatives a std::variant does not hold.
    $<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release>>:-Wno-restrict>
    $<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release>>:-Wno-maybe-uninitialized>)
endfunction()

# Exceptions and RTTI are off in the program (size, design.md decision 11). Objects of a wasm link must agree, so the
# wasm test build, which needs exceptions for Catch2, compiles everything with them.
if(EMSCRIPTEN AND PARLANCE_WASM_TESTS)
  set(parlance_exception_flags -fexceptions)
else()
  set(parlance_exception_flags $<$<COMPILE_LANGUAGE:CXX>:-fno-exceptions> $<$<COMPILE_LANGUAGE:CXX>:-fno-rtti>)
endif()
if(PARLANCE_SANITIZE)
  # Not vptr: it looks at type information, which the layers are compiled without, and calls each object of theirs wrong.
  # COMPAT(expat): it adds nothing to null pointers, which clang counts as an error and C++ allows.
  set(parlance_sanitizers -fsanitize=address,undefined,fuzzer-no-link)
  add_compile_options(${parlance_sanitizers} -fno-sanitize=vptr,pointer-overflow -fno-sanitize-recover=all
    -fno-omit-frame-pointer)
  add_link_options(${parlance_sanitizers} -fprofile-instr-generate)
  # One build for sanitizers, scripts/coverage and scripts/fuzz. Only what lies in src/ counts its branches.
  set(parlance_counters -fprofile-instr-generate -fcoverage-mapping -fcoverage-compilation-dir=.)
endif()

# What is worth its bytes even in a page that is built for size: the parser and the tree of elements.
# COMPAT(emcc): its -Oz forbids inlining, and an -O2 behind it does not allow it again.
set(parlance_hot_flags $<$<CONFIG:MinSizeRel>:-O2> $<$<CONFIG:MinSizeRel>:-finline-functions>)

function(layer name)
  cmake_parse_arguments(L "" "" "USES;WITH;WITHOUT" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/*.cpp)
  foreach(file ${L_WITHOUT})
    list(REMOVE_ITEM sources ${CMAKE_SOURCE_DIR}/src/${name}/${file})
  endforeach()
  file(GLOB headers CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/*.h)
  list(FILTER headers EXCLUDE REGEX "_config\\.h$") # settings of libraries, included by them alone
  if(sources)
    add_library(${name} STATIC ${sources})
    set(visibility PUBLIC)
    target_compile_options(${name} PRIVATE ${parlance_exception_flags} ${parlance_counters})
    target_link_libraries(${name} PRIVATE ${L_WITH}) # libraries that only this folder may know
    parlance_warnings(${name})
  else()
    add_library(${name} INTERFACE)
    set(visibility INTERFACE)
  endif()
  target_include_directories(${name} ${visibility} ${CMAKE_SOURCE_DIR}/src)
  # Each header compiles alone: target all_verify_interface_header_sets (preset `headers`).
  target_sources(${name} ${visibility} FILE_SET HEADERS BASE_DIRS ${CMAKE_SOURCE_DIR}/src FILES ${headers})
  target_link_libraries(${name} ${visibility} ${L_USES})
endfunction()
