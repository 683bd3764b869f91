// Answers the questions of the page, one at a time. For each: is the session valid,
// from this browser; is its member registered today, with the key with which he entered; has he the
// right; a reason, where one is needed; a budget; then the rows of the audit log, durable, and then
// the answer. What passes by itself is kNotNow, and nothing of it is said.
#pragma once

#include <chrono>

#include "gateway/site/runtime.hpp"
#include "gateway/store/store.hpp"
#include "gateway/web/answering/case_answer.hpp"
#include "gateway/web/answers.hpp"
#include "gateway/web/questions.hpp"

namespace pouch::gateway {

inline constexpr std::chrono::milliseconds kSearchPatience{2000};

class Answerer {
 public:
  // Both outlive it; `runtime` has the forms and the index key.
  Answerer(const Runtime& runtime, Store& store,
           std::chrono::milliseconds patience = kSearchPatience)
      : runtime_(runtime), store_(store), patience_(patience) {}
  WebAnswer answer(const WebQuestion& question);

 private:
  WebAnswer answered(const WebQuestion& question);
  WebAnswer of_session(const WebQuestion& question);
  WebAnswer of_visit(const Visit& visit);
  WebAnswer leave(const Visit& visit);
  WebAnswer me(const Visit& visit) const;
  WebViewer viewer_of(const Visit& visit) const;
  SessionLimits session_limits() const;

  const Runtime& runtime_;
  Store& store_;
  std::chrono::milliseconds patience_;  // with a search
  CaseAnswers cases_;
};

}  // namespace pouch::gateway
