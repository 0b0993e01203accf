# SPDX-License-Identifier: Apache-2.0
# Compiler settings for everything of this project.

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Dev CACHE STRING "" FORCE)
endif()
# Dev: fast enough to test streams, with assertions and usable backtraces.
set(CMAKE_CXX_FLAGS_DEV "-O1 -g1 -fno-omit-frame-pointer")
set(CMAKE_C_FLAGS_DEV "-O1 -g1 -fno-omit-frame-pointer")
# Release: -O3 costs compile time and gains nothing here.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
set(CMAKE_C_FLAGS_RELEASE "-O2 -DNDEBUG")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_C_EXTENSIONS OFF)
# One set of object files serves the server and the shared library.
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_C_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)

find_program(SFC_CCACHE ccache)
if(SFC_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_C_COMPILER_LAUNCHER ${SFC_CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${SFC_CCACHE})
endif()
find_program(SFC_MOLD mold)
if(SFC_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

if(SFC_SANITIZE)
  add_compile_options(-fsanitize=${SFC_SANITIZE} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${SFC_SANITIZE})
  if(SFC_SANITIZE MATCHES "thread")
    # Protobuf's map fields have a member more where this is defined, and Debian's library was built without it.
    add_compile_options(-U__SANITIZE_THREAD__)
  endif()
endif()

# Handwritten code is compiled with these; generated code is not ours to mend.
set(SFC_WARNINGS -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  # Asio's coroutine frames have an operator new and delete of their own, of which GCC 12 sees only one after inlining.
  list(APPEND SFC_WARNINGS -Wno-mismatched-new-delete)
endif()
if(SFC_SANITIZE MATCHES "thread|address" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC's flow analysis sees ghosts in instrumented coroutines.
  list(APPEND SFC_WARNINGS -Wno-maybe-uninitialized -Wno-tsan)
endif()
