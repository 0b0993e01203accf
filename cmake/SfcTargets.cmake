# SPDX-License-Identifier: Apache-2.0
# How this project declares its targets.

# sfc_library(NAME SOURCES … [DEPS …]): the static library sfc_NAME.
function(sfc_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS;PRIVATE_DEPS" ${ARGN})
  add_library(sfc_${name} STATIC ${ARG_SOURCES})
  target_include_directories(sfc_${name} PUBLIC ${PROJECT_SOURCE_DIR})
  target_compile_options(sfc_${name} PRIVATE $<$<COMPILE_LANGUAGE:CXX>:${SFC_WARNINGS}>)
  target_link_libraries(sfc_${name} PUBLIC ${ARG_DEPS} PRIVATE ${ARG_PRIVATE_DEPS})
endfunction()

# sfc_test(NAME SOURCES … [DEPS …] [LABELS …]): a GoogleTest program that ctest runs as NAME.
function(sfc_test name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;DEPS;LABELS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
  target_compile_options(${name} PRIVATE ${SFC_WARNINGS})
  target_link_libraries(${name} PRIVATE ${ARG_DEPS} GTest::gmock GTest::gtest_main)
  add_test(NAME ${name} COMMAND ${name})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  set_tests_properties(${name} PROPERTIES TIMEOUT ${ARG_TIMEOUT} LABELS "${ARG_LABELS}")
endfunction()
