// SPDX-License-Identifier: MIT
// The OpenGL functions of the platform: WebGL2 through GLES 3.0 on the web, OpenGL 3.3 core
// natively.
#pragma once

#ifdef __EMSCRIPTEN__
#include <GLES3/gl3.h>
#else
// libGL exports what 3.3 core has: no loader is needed on the systems we debug on.
#define GL_GLEXT_PROTOTYPES
#include <GL/gl.h>
#include <GL/glext.h>
#endif
