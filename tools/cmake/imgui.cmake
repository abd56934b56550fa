# Dear ImGui >= 1.92 from source: Debian's binary packages hold 16-bit characters only, and names need 21.
# Order: -DFETCHCONTENT_SOURCE_DIR_IMGUI=DIR, else -DMS_IMGUI_TARBALL=FILE (tools/fetch-debian.sh brings it),
# else upstream's tag.
include(FetchContent)
set(MS_IMGUI_TARBALL "" CACHE FILEPATH "imgui source archive, as tools/fetch-debian.sh brings it")
if(MS_IMGUI_TARBALL)
  FetchContent_Declare(imgui URL "${MS_IMGUI_TARBALL}" DOWNLOAD_EXTRACT_TIMESTAMP ON)
else()
  FetchContent_Declare(imgui GIT_REPOSITORY https://github.com/ocornut/imgui.git GIT_TAG v1.92.2b GIT_SHALLOW ON)
endif()
FetchContent_MakeAvailable(imgui)  # upstream has no CMakeLists.txt: this only unpacks
pkg_check_modules(FREETYPE REQUIRED IMPORTED_TARGET freetype2)
pkg_check_modules(GL REQUIRED IMPORTED_TARGET gl)
add_library(imgui STATIC
  ${imgui_SOURCE_DIR}/imgui.cpp ${imgui_SOURCE_DIR}/imgui_draw.cpp ${imgui_SOURCE_DIR}/imgui_tables.cpp
  ${imgui_SOURCE_DIR}/imgui_widgets.cpp ${imgui_SOURCE_DIR}/misc/freetype/imgui_freetype.cpp
  ${imgui_SOURCE_DIR}/backends/imgui_impl_opengl3.cpp ${imgui_SOURCE_DIR}/backends/imgui_impl_sdlrenderer2.cpp)
target_include_directories(imgui SYSTEM PUBLIC ${imgui_SOURCE_DIR} ${imgui_SOURCE_DIR}/backends
  ${imgui_SOURCE_DIR}/misc/freetype)
target_compile_definitions(imgui PUBLIC IMGUI_USE_WCHAR32 IMGUI_ENABLE_FREETYPE IMGUI_DISABLE_OBSOLETE_FUNCTIONS
  IMGUI_DISABLE_DEMO_WINDOWS)
# Not ours to step through or to sanitise, and every frame of every test runs it.
target_compile_options(imgui PRIVATE -O2 -fno-sanitize=all)
target_link_libraries(imgui PUBLIC PkgConfig::FREETYPE SDL2::SDL2 PkgConfig::GL ${CMAKE_DL_LIBS})
set_target_properties(imgui PROPERTIES VERIFY_INTERFACE_HEADER_SETS OFF)
