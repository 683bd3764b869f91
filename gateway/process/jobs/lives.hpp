// What each process under the supervisor does, until it is asked to stop (JobSpec::run); the table
// of them is in jobs.cpp.
#pragma once

#include <filesystem>

#include "gateway/process/jobs.hpp"

namespace pouch::gateway {

int worker_life(const std::filesystem::path& config, const Inherited& inherited, Waiter& waiter);
int extract_life(const std::filesystem::path& config, const Inherited& inherited, Waiter& waiter);
int deliver_life(const std::filesystem::path& config, const Inherited& inherited, Waiter& waiter);
int index_life(const std::filesystem::path& config, const Inherited& inherited, Waiter& waiter);
int clocks_life(const std::filesystem::path& config, const Inherited& inherited, Waiter& waiter);
int collect_life(const std::filesystem::path& config, const Inherited& inherited, Waiter& waiter);
int intake_life(const std::filesystem::path& config, const Inherited& inherited, Waiter& waiter);
int metrics_life(const std::filesystem::path& config, const Inherited& inherited, Waiter& waiter);
int reader_life(const std::filesystem::path& config, const Inherited& inherited, Waiter& waiter);
int web_life(const std::filesystem::path& config, const Inherited& inherited, Waiter& waiter);
int answering_life(const std::filesystem::path& config, const Inherited& inherited, Waiter& waiter);

}  // namespace pouch::gateway
