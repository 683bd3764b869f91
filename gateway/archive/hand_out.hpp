// A closed year of the index as a database that xapian-tcpsrv serves on another machine, made from
// the store: what is searched here stays as it is.
#pragma once

#include <filesystem>
#include <functional>

#include "gateway/archive/index_group.hpp"

namespace pouch::gateway {

// All messages of that year into the folder `into`, which is empty or not there yet;
// `into`.building grows beside it meanwhile. `told` hears how many of all messages were looked at.
// Fault (transient) when a pouch reindex runs already.
Filed hand_out_year(const Runtime& runtime, Store& store, const Secret& data_key, int year,
                    const std::filesystem::path& into,
                    const std::function<void(std::size_t)>& told);

}  // namespace pouch::gateway
