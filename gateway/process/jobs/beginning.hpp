// What lives of several jobs begin with, and when they go on.
#pragma once

#include <filesystem>
#include <initializer_list>
#include <optional>

#include "gateway/process/jobs.hpp"
#include "gateway/site/runtime.hpp"

namespace pouch::gateway {

void take_slot(const config::Site& site, const Inherited& inherited);
// From here on it opens no file but the store's.
void keep_from_gnupg(const config::Site& site);
// The operator's file alone is read before the process is confined.
bool has_years_elsewhere(const std::filesystem::path& config);
// Of those that will come at all.
std::optional<Time> earliest(std::initializer_list<std::optional<Time>> times);

}  // namespace pouch::gateway
