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

# Links natively in a fraction of the time that GNU ld takes.
find_program(LLD ld.lld)
if(LLD AND NOT EMSCRIPTEN)
  add_link_options(-fuse-ld=lld)
endif()

# Exceptions and RTTI are off in the program, for its size.
set(parlance_exception_flags $<$<COMPILE_LANGUAGE:CXX>:-fno-exceptions> $<$<COMPILE_LANGUAGE:CXX>:-fno-rtti>)
if(PARLANCE_SANITIZE)
  # Not vptr: it looks at type information, which the layers are compiled without, and calls each object of theirs wrong.
  # COMPAT(expat): it adds nothing to null pointers, which clang counts as an error and C++ allows.
  add_compile_options(-fsanitize=address,undefined -fno-sanitize=vptr,pointer-overflow -fno-sanitize-recover=all
    -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined -fprofile-instr-generate)
  # One build for tests, scripts/coverage and scripts/fuzz: what lies in a layer counts its branches and tells a fuzz target
  # where it is. Counts go nowhere unless LLVM_PROFILE_FILE says where (with a relative path ccache would compile everything
  # anew in each clone).
  set(parlance_fuzzed -fsanitize=fuzzer-no-link)
  set(parlance_counters ${parlance_fuzzed} -fprofile-instr-generate=/dev/null -fcoverage-mapping -fcoverage-compilation-dir=.)
  # The rest is compiled as fast as may be: other people's code, and the platform's, most of whose time is Boost's headers.
  set(parlance_fast -O0)
endif()

if(EMSCRIPTEN)
  # COMPAT(emcc): its -Oz forbids inlining, where inlining what gets smaller by it saves 3 % of the page, and time. The two
  # instructions every browser with WebGL 2 knows. Not -mbulk-memory: its copies of a few bytes are slower.
  add_compile_options($<$<CONFIG:MinSizeRel>:-finline-functions> -msign-ext -mnontrapping-fptoint)
  # The linker sees the whole: what one caller alone needs goes into it, another 3 %.
  add_compile_options($<$<CONFIG:MinSizeRel>:-flto>)
  add_link_options($<$<CONFIG:MinSizeRel>:-flto>)
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
  target_link_libraries(${name} ${visibility} ${L_USES})
endfunction()
