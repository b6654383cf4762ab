# SPDX-License-Identifier: MIT
# The web client: every Emscripten flag with its reason. Works with 3.1.6 (Debian 12) and 3.1.69 (Debian 13).
file(GLOB platform_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/platform/*.cpp
  ${CMAKE_SOURCE_DIR}/src/platform/gl/*.cpp ${CMAKE_SOURCE_DIR}/src/platform/web/*.cpp)
file(GLOB app_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/app/*.cpp)
list(FILTER app_sources EXCLUDE REGEX "(main_[a-z]*|_native)\\.cpp$")

if(app_sources)
  add_library(app STATIC ${app_sources})
  target_link_libraries(app PUBLIC base xml xmpp stream session ext model ui)
  target_compile_options(app PRIVATE ${parlance_exception_flags})
  parlance_warnings(app)
endif()

if(EXISTS ${CMAKE_SOURCE_DIR}/src/app/main_web.cpp)
  add_library(platform STATIC ${platform_sources})
  target_include_directories(platform PUBLIC ${CMAKE_SOURCE_DIR}/src ${CMAKE_BINARY_DIR}/generated)
  target_link_libraries(platform PUBLIC base imgui)
  target_compile_options(platform PRIVATE ${parlance_exception_flags})
  parlance_warnings(platform)

  add_executable(parlance-core ${CMAKE_SOURCE_DIR}/src/app/main_web.cpp)
  target_link_libraries(parlance-core PRIVATE app platform)
  target_compile_options(parlance-core PRIVATE ${parlance_exception_flags})
  parlance_warnings(parlance-core)
  set(exports "_malloc,_free")
  # The list is read here, so a change of it must configure anew.
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/app/web_exports.txt)
  file(STRINGS ${CMAKE_SOURCE_DIR}/src/app/web_exports.txt export_lines REGEX "^[a-z]")
  foreach(line ${export_lines})
    string(APPEND exports ",_${line}")
  endforeach()
  target_link_options(parlance-core PRIVATE
    "SHELL:--js-library ${CMAKE_SOURCE_DIR}/web/library_host.js" # the only JavaScript glue of ours
    -sMODULARIZE=1 -sEXPORT_ES6=1 -sEXPORT_NAME=createParlanceCore # a factory: several instances on a page
    -sENVIRONMENT=web -sFILESYSTEM=0
    -sMALLOC=emmalloc -sALLOW_MEMORY_GROWTH=1 -sINITIAL_MEMORY=16777216
    -sMIN_WEBGL_VERSION=2 -sMAX_WEBGL_VERSION=2 -sGL_TRACK_ERRORS=0
    -sJS_MATH=1 # the browser's sin, cos and pow: musl's and their tables are 6 KiB to load
    -sDYNAMIC_EXECUTION=0 # strict CSP: no eval, no new Function
    -sEXPORTED_RUNTIME_METHODS=[] -sEXPORTED_FUNCTIONS=${exports}
    -sINCOMING_MODULE_JS_API=[instantiateWasm,host,print,printErr]
    $<$<NOT:$<CONFIG:Debug>>:-sBINARYEN_EXTRA_PASSES=-Oz> # once more over what the first time left: 2 KiB less to load
    --no-entry
    $<$<CONFIG:Debug>:-sASSERTIONS=2> $<$<CONFIG:Debug>:-g2>)
  # The setting was renamed; the default stack shrank from 5 MB to 64 KB in 3.1.27.
  if(EMSCRIPTEN_VERSION VERSION_LESS 3.1.25)
    target_link_options(parlance-core PRIVATE -sTOTAL_STACK=262144)
  else()
    target_link_options(parlance-core PRIVATE -sSTACK_SIZE=262144)
  endif()
  set_target_properties(parlance-core PROPERTIES LINK_DEPENDS
    "${CMAKE_SOURCE_DIR}/web/library_host.js;${CMAKE_SOURCE_DIR}/src/app/web_exports.txt")

  # build/web/site is exactly what a web server must serve.
  add_custom_target(site ALL
    COMMAND ${CMAKE_COMMAND} -DSITE=${CMAKE_BINARY_DIR}/site -DSOURCE=${CMAKE_SOURCE_DIR}/web
      -DCORE=${CMAKE_BINARY_DIR} -P ${CMAKE_SOURCE_DIR}/cmake/site.cmake
    DEPENDS parlance-core VERBATIM)
endif()
