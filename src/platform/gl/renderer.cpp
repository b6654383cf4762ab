// SPDX-License-Identifier: MIT
// Draws ImGui's draw data with two programs. Dear ImGui 1.92, docs/BACKENDS.md.
//  [X] textures created, updated and destroyed on request (ImGuiBackendFlags_RendererHasTextures)
//  [X] scissor of each command, framebuffer scale, vertex offsets, 32-bit indices, callbacks
//  [X] neighbouring commands with the same state become one draw call
//  [X] a lost context: every texture is made again
//  [ ] several viewports: the program has one window
#include "platform/gl/renderer.h"

#include <imgui.h>

#include <cmath>
#include <cstddef>
#include <optional>

#include "platform/gl/gl_api.h"
#include "platform/gl/shader.h"
#include "shaders.h"

namespace platform {
namespace {

static_assert(sizeof(ImDrawIdx) == 4, "platform/imgui_config.h asks for 32-bit indices");

enum Attribute : GLuint { Position, TexturePlace, Colour, Radii, HalfSize, Shape, AttributeCount };

struct Scissor {
  GLint x = 0, y = 0;
  GLsizei width = 0, height = 0;
  bool operator==(const Scissor&) const = default;
};

// What one draw call needs; neighbours that agree are drawn together.
struct Batch {
  bool is_quads = false;
  GLuint texture = 0;
  Scissor scissor;
  uint32_t vertex_offset = 0;
  uint32_t first_index = 0, count = 0;

  bool takes(const Batch& next) const {
    const bool same_texture =
        texture == next.texture || (is_quads && (texture == 0 || next.texture == 0));
    return is_quads == next.is_quads && same_texture && scissor == next.scissor &&
           vertex_offset == next.vertex_offset && first_index + count == next.first_index;
  }
};

struct Program {
  GLuint name = 0;
  GLint view = -1, device_view = -1, image = -1;
};

const void* offset_in_buffer(size_t bytes) { return reinterpret_cast<const void*>(bytes); }

void point_attributes(uint32_t vertex_offset) {
  auto point = [&](Attribute attribute, GLint size, GLenum type, GLboolean normalised, size_t at) {
    glVertexAttribPointer(attribute, size, type, normalised, sizeof(ImDrawVert),
                          offset_in_buffer(vertex_offset * sizeof(ImDrawVert) + at));
  };
  point(Position, 2, GL_FLOAT, GL_FALSE, offsetof(ImDrawVert, pos));
  point(TexturePlace, 2, GL_FLOAT, GL_FALSE, offsetof(ImDrawVert, uv));
  point(Colour, 4, GL_UNSIGNED_BYTE, GL_TRUE, offsetof(ImDrawVert, col));
  point(Radii, 4, GL_UNSIGNED_BYTE, GL_FALSE, offsetof(ImDrawVert, radii));
  point(HalfSize, 2, GL_FLOAT, GL_FALSE, offsetof(ImDrawVert, half_size));
  static_assert(offsetof(ImDrawVert, border) == offsetof(ImDrawVert, softness) + sizeof(float));
  static_assert(offsetof(ImDrawVert, kind) == offsetof(ImDrawVert, border) + sizeof(float));
  point(Shape, 3, GL_FLOAT, GL_FALSE, offsetof(ImDrawVert, softness));
}

// Uploads a rectangle of the atlas' pixels into the bound texture.
void upload(ImTextureData& texture, int x, int y, int width, int height) {
  glPixelStorei(GL_UNPACK_ROW_LENGTH, texture.Width);
  glTexSubImage2D(GL_TEXTURE_2D, 0, x, y, width, height, GL_RGBA, GL_UNSIGNED_BYTE,
                  texture.GetPixelsAt(x, y));
  glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
}

void create_texture(ImTextureData& texture) {
  GLuint name = 0;
  glGenTextures(1, &name);
  glBindTexture(GL_TEXTURE_2D, name);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, texture.Width, texture.Height, 0, GL_RGBA,
               GL_UNSIGNED_BYTE, texture.GetPixels());
  texture.SetTexID(name);
  texture.SetStatus(ImTextureStatus_OK);
}

void destroy_texture(ImTextureData& texture, bool is_alive) {
  const auto name = static_cast<GLuint>(texture.TexID);
  if (is_alive && name != 0) glDeleteTextures(1, &name);
  texture.SetTexID(ImTextureID_Invalid);
  texture.SetStatus(ImTextureStatus_Destroyed);
}

}  // namespace

struct Renderer::State {
  Program plain, quads;
  GLuint vertices = 0, indices = 0, arrays = 0;
  bool is_created = false;
  bool textures_are_lost = false;
  int draw_calls = 0;
  std::string error;

  bool create_program(Program& program, std::string_view name, const char* vertex,
                      const char* fragment);
  void destroy();
  void follow(ImDrawData& data);
  void prepare(const ImDrawData& data, GLsizei width, GLsizei height);
  void draw_list(const ImDrawData& data, const ImDrawList& list, GLsizei width, GLsizei height);
  void flush(const Batch& batch);
  void use(const Program& program) { glUseProgram(program.name); }

  // What GL was last told, so that neighbouring batches change only what differs.
  std::optional<Batch> current;
};

bool Renderer::State::create_program(Program& program, std::string_view name, const char* vertex,
                                     const char* fragment) {
  auto linked = link_program(name, vertex, fragment);
  if (!linked) {
    error = linked.error().detail;
    return false;
  }
  program.name = *linked;
  program.view = glGetUniformLocation(program.name, "view");
  program.device_view = glGetUniformLocation(program.name, "device_view");
  program.image = glGetUniformLocation(program.name, "image");
  if (program.image < 0) program.image = glGetUniformLocation(program.name, "page");
  return true;
}

void Renderer::State::destroy() {
  if (plain.name != 0) glDeleteProgram(plain.name);
  if (quads.name != 0) glDeleteProgram(quads.name);
  if (vertices != 0) glDeleteBuffers(1, &vertices);
  if (indices != 0) glDeleteBuffers(1, &indices);
  if (arrays != 0) glDeleteVertexArrays(1, &arrays);
  plain = quads = {};
  vertices = indices = arrays = 0;
  is_created = false;
}

// ImGui says what it wants of its textures; a lost context took all of them.
void Renderer::State::follow(ImDrawData& data) {
  glActiveTexture(GL_TEXTURE0);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
  if (data.Textures == nullptr) return;
  for (ImTextureData* texture : *data.Textures) {
    const bool is_alive = !textures_are_lost;
    if (!is_alive && texture->Status != ImTextureStatus_WantDestroy &&
        texture->Status != ImTextureStatus_Destroyed) {
      texture->SetTexID(ImTextureID_Invalid);
      texture->SetStatus(ImTextureStatus_WantCreate);
    }
    if (texture->Status == ImTextureStatus_WantCreate) {
      create_texture(*texture);
    } else if (texture->Status == ImTextureStatus_WantUpdates) {
      glBindTexture(GL_TEXTURE_2D, static_cast<GLuint>(texture->TexID));
      for (const ImTextureRect& r : texture->Updates) upload(*texture, r.x, r.y, r.w, r.h);
      texture->SetStatus(ImTextureStatus_OK);
    } else if (texture->Status == ImTextureStatus_WantDestroy && texture->UnusedFrames > 0) {
      destroy_texture(*texture, is_alive);
    }
  }
  textures_are_lost = false;
}

void Renderer::State::prepare(const ImDrawData& data, GLsizei width, GLsizei height) {
  glViewport(0, 0, width, height);
  glEnable(GL_SCISSOR_TEST);
  glEnable(GL_BLEND);
  glBlendEquation(GL_FUNC_ADD);
  // Colours are straight, not multiplied by alpha; what is drawn stays opaque.
  glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
  glDisable(GL_CULL_FACE);
  glDisable(GL_DEPTH_TEST);
  glDisable(GL_STENCIL_TEST);

  glBindVertexArray(arrays);
  glBindBuffer(GL_ARRAY_BUFFER, vertices);
  glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, indices);
  for (GLuint i = 0; i < AttributeCount; ++i) glEnableVertexAttribArray(i);

  // Clip space: (-1, 1) is the top left corner.
  const float sx = 2.0f / data.DisplaySize.x, sy = -2.0f / data.DisplaySize.y;
  for (const Program& program : {plain, quads}) {
    use(program);
    glUniform4f(program.view, sx, sy, -1.0f - data.DisplayPos.x * sx,
                1.0f - data.DisplayPos.y * sy);
    glUniform1i(program.image, 0);
  }
  glUniform4f(quads.device_view, data.FramebufferScale.x, data.FramebufferScale.y,
              data.DisplayPos.x, data.DisplayPos.y);
}

void Renderer::State::flush(const Batch& batch) {
  if (batch.count == 0) return;
  if (!current || current->is_quads != batch.is_quads) use(batch.is_quads ? quads : plain);
  if (!current || current->texture != batch.texture) glBindTexture(GL_TEXTURE_2D, batch.texture);
  if (!current || !(current->scissor == batch.scissor)) {
    glScissor(batch.scissor.x, batch.scissor.y, batch.scissor.width, batch.scissor.height);
  }
  if (!current || current->vertex_offset != batch.vertex_offset) {
    point_attributes(batch.vertex_offset);
  }
  current = batch;
  glDrawElements(GL_TRIANGLES, static_cast<GLsizei>(batch.count), GL_UNSIGNED_INT,
                 offset_in_buffer(batch.first_index * sizeof(ImDrawIdx)));
  ++draw_calls;
}

void Renderer::State::draw_list(const ImDrawData& data, const ImDrawList& list, GLsizei width,
                                GLsizei height) {
  // New storage each time: the driver need not wait for the frame before.
  glBufferData(GL_ARRAY_BUFFER, list.VtxBuffer.size_in_bytes(), list.VtxBuffer.Data,
               GL_STREAM_DRAW);
  glBufferData(GL_ELEMENT_ARRAY_BUFFER, list.IdxBuffer.size_in_bytes(), list.IdxBuffer.Data,
               GL_STREAM_DRAW);
  current.reset();

  Batch batch;
  for (const ImDrawCmd& command : list.CmdBuffer) {
    if (command.UserCallback != nullptr) {
      flush(batch);
      batch = {};
      if (command.UserCallback != ImDrawCallback_ResetRenderState) {
        command.UserCallback(&list, &command);
      }
      prepare(data, width, height);
      current.reset();
      continue;
    }
    const ImVec2 scale = data.FramebufferScale;
    auto pixel = [](float edge, float origin, float factor, int limit) {
      const float at = std::round((edge - origin) * factor);
      return at < 0 ? 0 : at > static_cast<float>(limit) ? limit : static_cast<int>(at);
    };
    const int left = pixel(command.ClipRect.x, data.DisplayPos.x, scale.x, width);
    const int top = pixel(command.ClipRect.y, data.DisplayPos.y, scale.y, height);
    const int right = pixel(command.ClipRect.z, data.DisplayPos.x, scale.x, width);
    const int bottom = pixel(command.ClipRect.w, data.DisplayPos.y, scale.y, height);
    if (right <= left || bottom <= top || command.ElemCount == 0) continue;

    const ImTextureID texture = command.GetTexID();
    Batch next;
    next.is_quads = (texture & atlas_page_bit) != 0;
    next.texture = static_cast<GLuint>(texture & ~atlas_page_bit);
    next.scissor = {left, height - bottom, right - left, bottom - top};
    next.vertex_offset = command.VtxOffset;
    next.first_index = command.IdxOffset;
    next.count = command.ElemCount;
    if (batch.count != 0 && batch.takes(next)) {
      if (batch.texture == 0) batch.texture = next.texture;
      batch.count += next.count;
    } else {
      flush(batch);
      batch = next;
    }
  }
  flush(batch);
}

Renderer::Renderer() : state_(std::make_unique<State>()) {}

Renderer::~Renderer() {
  if (state_->is_created) state_->destroy();
}

bool Renderer::create() {
  State& s = *state_;
  if (s.is_created) s.destroy();
  s.error.clear();
  if (!s.create_program(s.plain, "plain", shaders::plain_vert, shaders::plain_frag) ||
      !s.create_program(s.quads, "quad", shaders::quad_vert, shaders::quad_frag)) {
    s.destroy();
    return false;
  }
  glGenBuffers(1, &s.vertices);
  glGenBuffers(1, &s.indices);
  glGenVertexArrays(1, &s.arrays);
  s.is_created = true;
  return true;
}

const std::string& Renderer::error() const { return state_->error; }

void Renderer::forget() {
  State& s = *state_;
  s.plain = s.quads = {};
  s.vertices = s.indices = s.arrays = 0;
  s.is_created = false;
  s.textures_are_lost = true;
}

int Renderer::draw_calls() const { return state_->draw_calls; }

void Renderer::draw(ImDrawData& data, uint32_t clear_colour) {
  State& s = *state_;
  const auto width =
      static_cast<GLsizei>(std::lround(data.DisplaySize.x * data.FramebufferScale.x));
  const auto height =
      static_cast<GLsizei>(std::lround(data.DisplaySize.y * data.FramebufferScale.y));
  s.draw_calls = 0;
  if (!s.is_created || width <= 0 || height <= 0) return;
  s.follow(data);

  auto channel = [&](int shift) { return static_cast<float>(clear_colour >> shift & 0xff) / 255; };
  glDisable(GL_SCISSOR_TEST);
  glClearColor(channel(24), channel(16), channel(8), channel(0));
  glClear(GL_COLOR_BUFFER_BIT);
  s.prepare(data, width, height);
  for (const ImDrawList* list : data.CmdLists) s.draw_list(data, *list, width, height);
  glBindVertexArray(0);
}

}  // namespace platform
