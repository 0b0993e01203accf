// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "simulator/actions/action_book.h"

namespace sfsim {

// The rows of ProcessDefinition, as a data file: their ids are those of the processes.
std::string ProcessRows(const ActionBook& book);

}  // namespace sfsim
