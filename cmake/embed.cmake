# SPDX-License-Identifier: MIT
# Writes the GLSL sources of shaders/ into one header as raw string literals: constants named after the files.
file(GLOB shader_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/shaders/*.vert ${CMAKE_SOURCE_DIR}/shaders/*.frag)
set(shaders_header "// Made by cmake/embed.cmake from shaders/.\n#pragma once\n\nnamespace shaders {\n")
foreach(file ${shader_files})
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  get_filename_component(name ${file} NAME)
  string(REPLACE "." "_" name ${name})
  file(READ ${file} text)
  string(APPEND shaders_header "inline constexpr const char* ${name} = R\"glsl(${text})glsl\";\n")
endforeach()
string(APPEND shaders_header "}  // namespace shaders\n")
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/generated/shaders.h CONTENT "${shaders_header}" @ONLY)
