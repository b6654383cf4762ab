# SPDX-License-Identifier: MIT
# The native program: GLFW window, OpenGL 3.3, Boost.Beast with TLS, Pango/Cairo text, SQLite. For debugging and tests.
find_package(PkgConfig REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(Threads REQUIRED)
find_package(Boost 1.74 REQUIRED)
find_package(OpenGL REQUIRED)
pkg_check_modules(GLFW REQUIRED IMPORTED_TARGET glfw3)
pkg_check_modules(PANGO REQUIRED IMPORTED_TARGET pangocairo)
pkg_check_modules(SQLITE REQUIRED IMPORTED_TARGET sqlite3)

file(GLOB platform_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/platform/*.cpp
  ${CMAKE_SOURCE_DIR}/src/platform/gl/*.cpp ${CMAKE_SOURCE_DIR}/src/platform/native/*.cpp)
file(GLOB app_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/app/*.cpp)
list(FILTER app_sources EXCLUDE REGEX "(main_[a-z]*|_web)\\.cpp$")

# With X11 the loop waits on the window's connection; elsewhere it looks at the window now and then.
include(CheckLibraryExists)
find_package(X11)
check_library_exists(glfw glfwGetX11Display "${GLFW_LIBDIR}" PARLANCE_GLFW_HAS_X11)

if(platform_sources)
  add_library(platform STATIC ${platform_sources})
  target_include_directories(platform PUBLIC ${CMAKE_SOURCE_DIR}/src ${CMAKE_BINARY_DIR}/generated)
  target_link_libraries(platform PUBLIC base imgui PkgConfig::PANGO Boost::headers
    PRIVATE PkgConfig::GLFW PkgConfig::SQLITE OpenGL::GL OpenSSL::SSL OpenSSL::Crypto Threads::Threads
    resolv)
  if(X11_FOUND AND PARLANCE_GLFW_HAS_X11)
    target_compile_definitions(platform PRIVATE PARLANCE_X11)
    target_link_libraries(platform PRIVATE X11::X11)
  endif()
  # Boost.Beast reports by exceptions in places; they stay inside this folder.
  parlance_warnings(platform)
  target_compile_options(platform PRIVATE ${parlance_fast})
endif()
if(app_sources)
  add_library(app STATIC ${app_sources})
  target_link_libraries(app PUBLIC base xml xmpp stream session ext model ui)
  target_compile_options(app PRIVATE ${parlance_exception_flags})
  parlance_warnings(app)
endif()
# The native host: its window, its command line, its loop. A library, so that tests can link it.
file(GLOB app_native_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/app/native/*.cpp)
if(app_native_sources AND platform_sources)
  add_library(app_native STATIC ${app_native_sources})
  target_link_libraries(app_native PUBLIC app platform)
  parlance_warnings(app_native)
  target_compile_options(app_native PRIVATE ${parlance_fast})
  add_executable(parlance ${CMAKE_SOURCE_DIR}/src/app/main_native.cpp)
  target_link_libraries(parlance PRIVATE app_native)
  parlance_warnings(parlance)
endif()
