#include "gateway/process/jobs.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>

#include "gateway/process/jobs/lives.hpp"
#include "gateway/site/log.hpp"

namespace pouch::gateway {
namespace {

const std::array<JobSpec, 11> kJobs{{
    {Job::kWorker, "worker", true, {Wake::kSpool, Wake::kAgent}, worker_life},
    {Job::kExtract, "extract", false, {}, extract_life},
    {Job::kDeliver, "deliver", true, {Wake::kLetters}, deliver_life},
    {Job::kIndex, "index", true, {Wake::kIndex}, index_life},
    {Job::kClocks, "clocks", true, {Wake::kClock}, clocks_life},
    {Job::kCollect, "collect", false, {Wake::kSettled}, collect_life},
    {Job::kIntake, "intake", false, {}, intake_life},
    {Job::kMetrics, "metrics", false, {}, metrics_life},
    {Job::kReader, "reader", false, {}, reader_life},
    {Job::kWeb, "web", false, {}, web_life},
    {Job::kAnswering, "answering", true, {}, answering_life},
}};

}  // namespace

std::span<const JobSpec> jobs() { return kJobs; }

const JobSpec& job_named(std::string_view name) {
  const auto found = std::find_if(kJobs.begin(), kJobs.end(),
                                  [&](const JobSpec& one) { return one.name == name; });
  if (found == kJobs.end()) {
    throw std::logic_error("a job that is none: " + std::string(name));
  }
  return *found;
}

int run_job(const JobSpec& spec, const std::filesystem::path& config, const Inherited& inherited) {
  log_as(std::string(spec.name));
  Waiter waiter(inherited.wakes);
  return spec.run(config, inherited, waiter);
}

}  // namespace pouch::gateway
