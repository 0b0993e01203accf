# SPDX-License-Identifier: Apache-2.0
# Asio without Boost: headers only. Defines the target asio::asio.

find_path(asio_INCLUDE_DIR asio.hpp)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(asio DEFAULT_MSG asio_INCLUDE_DIR)
if(asio_FOUND AND NOT TARGET asio::asio)
  add_library(asio::asio INTERFACE IMPORTED)
  target_include_directories(asio::asio INTERFACE ${asio_INCLUDE_DIR})
  target_compile_definitions(asio::asio INTERFACE ASIO_STANDALONE ASIO_NO_DEPRECATED
    # Asio 1.22 knows the coroutines of GCC, and of Clang only those before C++20.
    $<$<CXX_COMPILER_ID:Clang>:ASIO_HAS_CO_AWAIT>)
  target_link_libraries(asio::asio INTERFACE Threads::Threads)
endif()
