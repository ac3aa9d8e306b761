// SPDX-License-Identifier: Apache-2.0
//
// The commands, each in the source of its noun.

#pragma once

#include <memory>

#include "cli/command.h"

namespace portside::cli {

std::unique_ptr<Command> MakeJobsCommand();
std::unique_ptr<Command> MakeClockCommand();
std::unique_ptr<Command> MakeOutcomesCommand();
std::unique_ptr<Command> MakeTransitionsCommand();
std::unique_ptr<Command> MakeFaultsCommand();
std::unique_ptr<Command> MakeSnapshotCommand();
std::unique_ptr<Command> MakeStateCommand();
std::unique_ptr<Command> MakeResetCommand();
std::unique_ptr<Command> MakeRequestsCommand();

}  // namespace portside::cli
