# SPDX-License-Identifier: MIT
# xml_benchmark: what scripts/benchmark-xml times, with the flags of the preset it stands in (`release`, `web`). Built
# only when asked for.
add_executable(xml_benchmark EXCLUDE_FROM_ALL ${CMAKE_SOURCE_DIR}/tests/benchmark/xml_benchmark.cpp)
target_include_directories(xml_benchmark PRIVATE ${CMAKE_SOURCE_DIR}/tests)
target_link_libraries(xml_benchmark PRIVATE base xml)
target_compile_options(xml_benchmark PRIVATE ${parlance_exception_flags})
parlance_warnings(xml_benchmark)
if(NOT EMSCRIPTEN)
  target_sources(xml_benchmark PRIVATE ${CMAKE_SOURCE_DIR}/tests/benchmark/xml_benchmark_main.cpp)
else()
  # As the page's core is linked (cmake/web.cmake), but in one file for node and Chromium alike.
  target_link_options(xml_benchmark PRIVATE -sMODULARIZE=1 -sEXPORT_NAME=createXmlBenchmark -sSINGLE_FILE=1
    -sENVIRONMENT=web,node -sFILESYSTEM=0 -sMALLOC=emmalloc -sALLOW_MEMORY_GROWTH=1 -sINITIAL_MEMORY=16777216
    --no-entry -sEXPORTED_RUNTIME_METHODS=[HEAPU8]
    -sEXPORTED_FUNCTIONS=_benchmark_buffer,_benchmark_read_one,_benchmark_read_all,_benchmark_count)
endif()
