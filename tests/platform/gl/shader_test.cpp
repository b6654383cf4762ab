// SPDX-License-Identifier: MIT
// Tests of src/platform/gl/shader.cpp.
#include "platform/gl/shader.h"

#include "gl_world.h"
#include "shaders.h"
#include "support/catch.h"

TEST_CASE("the programs of shaders/ link with the prelude of this platform", "[platform][gl]") {
  support::GlWorld gl;
  CHECK(platform::shader_prelude().substr(0, 9) == "#version ");
  const auto plain = platform::link_program("plain", shaders::plain_vert, shaders::plain_frag);
  REQUIRE(plain);
  const auto quad = platform::link_program("quad", shaders::quad_vert, shaders::quad_frag);
  REQUIRE(quad);
  CHECK(*plain != *quad);
}

TEST_CASE("a shader that does not compile is named, with the compiler's words", "[platform][gl]") {
  support::GlWorld gl;
  const auto broken =
      platform::link_program("broken", "void main() { nonsense; }", shaders::plain_frag);
  REQUIRE_FALSE(broken);
  CHECK(broken.error().detail.find("broken vertex shader: ") == 0);
  CHECK(broken.error().detail.find("nonsense") != std::string::npos);
  const auto other = platform::link_program("broken", shaders::plain_vert, "oops");
  REQUIRE_FALSE(other);
  CHECK(other.error().detail.find("broken fragment shader: ") == 0);
}
