// SPDX-License-Identifier: MIT
// Dear ImGui's compile-time settings for this program (IMGUI_USER_CONFIG). The renderer and ui/paint.h know the
// vertex layout below; nothing else does.
#pragma once

#define IMGUI_DISABLE_OBSOLETE_FUNCTIONS
#define IMGUI_DISABLE_DEMO_WINDOWS
#define IMGUI_DISABLE_DEBUG_TOOLS
#define IMGUI_DISABLE_FILE_FUNCTIONS
#define IMGUI_DISABLE_DEFAULT_ALLOCATORS_WARNING
#define IMGUI_USE_WCHAR32       // text beyond the basic plane
#define ImDrawIdx unsigned int  // more than 64 k vertices in one list
// Leaves ImGui's own TrueType rasteriser out (10 KiB of wasm): with this name set ImGui asks
// ImGuiFreeType::GetFontLoader() for its default loader, and app/blank_font.cpp answers. FreeType is not used.
#define IMGUI_ENABLE_FREETYPE
#define IMGUI_DISABLE_DEFAULT_FONT  // all text comes from the TextEngine; see app/blank_font.h

// ImGui writes pos, uv and col. Quads of ours (ui/paint.h) also fill the rest; the renderer reads it only for draw
// commands whose texture is a line atlas page.
#define IMGUI_OVERRIDE_DRAWVERT_STRUCT_LAYOUT                                                     \
  struct ImDrawVert {                                                                             \
    ImVec2 pos;                                                                                   \
    ImVec2 uv; /* line texture: atlas coordinates; shape: CSS px from the centre */               \
    ImU32 col;                                                                                    \
    ImU32 radii;        /* shape: corner radii in CSS px, one byte each: tl, tr, br, bl */        \
    float half_size[2]; /* shape: half width and height in CSS px */                              \
    float softness;     /* shape: width of the edge in CSS px beyond antialiasing; shadows */     \
    float border;       /* shape: 0 filled, else the stroke's width in CSS px, inside the edge */ \
    float kind;         /* 0 line texture, 1 shape */                                             \
  };
