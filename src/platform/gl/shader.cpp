// SPDX-License-Identifier: MIT
// Compiles and links shader programs.
#include "platform/gl/shader.h"

#include "platform/gl/gl_api.h"

namespace platform {
namespace {

template <class GetLength, class GetLog>
std::string log_of(GLuint object, GetLength get_length, GetLog get_log) {
  GLint length = 0;
  get_length(object, GL_INFO_LOG_LENGTH, &length);
  if (length <= 1) return "the driver gave no reason";
  std::string log(static_cast<size_t>(length), '\0');
  get_log(object, length, nullptr, log.data());
  while (!log.empty() && (log.back() == '\0' || log.back() == '\n')) log.pop_back();
  return log;
}

base::Result<GLuint> compile(GLenum stage, const char* source) {
  GLuint shader = glCreateShader(stage);
  if (shader == 0) return base::Error{"no shader object could be made; the context is lost"};
  const std::string prelude(shader_prelude());
  const char* parts[] = {prelude.c_str(), source};
  glShaderSource(shader, 2, parts, nullptr);
  glCompileShader(shader);
  GLint ok = GL_FALSE;
  glGetShaderiv(shader, GL_COMPILE_STATUS, &ok);
  if (ok == GL_TRUE) return shader;
  base::Error error{log_of(shader, glGetShaderiv, glGetShaderInfoLog)};
  glDeleteShader(shader);
  return error;
}

}  // namespace

std::string_view shader_prelude() {
#ifdef __EMSCRIPTEN__
  return "#version 300 es\nprecision highp float;\n#line 1\n";
#else
  return "#version 330 core\n#line 1\n";
#endif
}

base::Result<uint32_t> link_program(std::string_view name, const char* vertex_source,
                                    const char* fragment_source) {
  auto failed = [&](std::string_view stage, const std::string& why) {
    return base::Error{std::string(name) + " " + std::string(stage) + ": " + why};
  };
  auto vertex = compile(GL_VERTEX_SHADER, vertex_source);
  if (!vertex) return failed("vertex shader", vertex.error().detail);
  auto fragment = compile(GL_FRAGMENT_SHADER, fragment_source);
  if (!fragment) {
    glDeleteShader(*vertex);
    return failed("fragment shader", fragment.error().detail);
  }
  GLuint program = glCreateProgram();
  glAttachShader(program, *vertex);
  glAttachShader(program, *fragment);
  glLinkProgram(program);
  // The program keeps what it needs of them.
  glDetachShader(program, *vertex);
  glDetachShader(program, *fragment);
  glDeleteShader(*vertex);
  glDeleteShader(*fragment);
  GLint ok = GL_FALSE;
  glGetProgramiv(program, GL_LINK_STATUS, &ok);
  if (ok == GL_TRUE) return static_cast<uint32_t>(program);
  base::Error error = failed("program", log_of(program, glGetProgramiv, glGetProgramInfoLog));
  glDeleteProgram(program);
  return error;
}

}  // namespace platform
