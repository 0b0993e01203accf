# SPDX-License-Identifier: Apache-2.0
# Defines the target sfconnector::sfconnector.
include(${CMAKE_CURRENT_LIST_DIR}/sfconnectorTargets.cmake)
