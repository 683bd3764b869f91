// The table of routes: which path is which place, what is asked for it, and what is shown once it
// is answered. A part of a path that is a value has a closed alphabet and a bounded length;
// anything else is no route at all.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/web/answers.hpp"
#include "gateway/web/http/answer.hpp"
#include "gateway/web/http/form.hpp"
#include "gateway/web/pages/look.hpp"
#include "gateway/web/questions.hpp"

namespace pouch::gateway::web {

enum class Place {
  kHome,
  kEnter,
  kCode,
  kLink,
  kDesk,
  kSearch,
  kFound,
  kHits,
  kKeep,
  kQueryHelp,
  kCase,
  kEvidence,
  kFile,
  kPicture,
  kSmallPicture,
  kSaved,
  kReceived,
  kStatistics,
  kStatisticsTable,
  kStatus,
  kDirectory,
  kLog,
  kMe,
  kEndSession,
  kLeaveEverywhere,
  kLeave,
};

struct RouteTaken {
  Place place = Place::kHome;
  bool posted = false;
  std::vector<std::string> values{};  // parts of the path that are such, in their order
  std::string value(std::size_t at = 0) const { return at < values.size() ? values[at] : ""; }
};

std::optional<RouteTaken> route_of(bool posted, std::string_view path);
// A place to which one may come back from outside: a page of a session, by its path alone.
bool may_be_wanted(std::string_view path);
// Of a place that asks. What a browser sends beside is not in it yet.
WebQuestion question_for(const RouteTaken& route, const http::FormValues& values);
// What is shown of an answer with its page.
http::Answer page_of(Place place, const WebQuestion& question, const WebAnswer& answer,
                     const Look& look);

}  // namespace pouch::gateway::web
