// Years of the index that pouch.toml gives to other machines ([[search.shard]]). Messages of such a
// year are not filed here: what comes or changes of them later waits in the store until the year
// lies here again, and is counted as not filed until a shard that has it is served.
#pragma once

#include <string>
#include <vector>

#include "gateway/site/runtime.hpp"
#include "gateway/store/store.hpp"
#include "search/query/query.hpp"

namespace pouch::gateway {

// Of years that are over; what is still written is kept here, whatever the file says.
std::vector<search::RemoteShard> shards_elsewhere(const Runtime& runtime);
std::set<int> years_elsewhere(const Runtime& runtime);
int year_now(const Runtime& runtime);
int year_of(const Message& message);  // of the index

// "2021 (does not answer within 2 seconds), 2022 (cannot be reached)"; the years alone: "2021 and
// 2022".
std::string said_missing(const std::vector<search::MissingYear>& missing);
// "", or " without 2021 and 2022".
std::string without_years(const std::vector<search::MissingYear>& missing);
std::string names_of_years(const std::vector<search::MissingYear>& missing);

// Changes that the shards which answered do not have; up to `most` are looked at.
std::size_t late_changes(Store& store, const std::map<int, std::uint64_t>& served,
                         std::size_t most);

}  // namespace pouch::gateway
