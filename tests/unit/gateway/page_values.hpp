// For tests: values of every page, with one text wherever people may have written one, and the
// pages that are made of them.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "gateway/web/answers.hpp"
#include "gateway/web/pages/look.hpp"

namespace pouch::test {

// 10 November 2026, 07:06 UTC
inline const gateway::Time kNow{std::chrono::seconds(1'794'294'360)};

gateway::web::Look look_of(gateway::web::Language language,
                           const std::string& text = "Илияна Георгиева");
gateway::DeskPage desk_of(const std::string& text);
gateway::FoundPage found_of(const std::string& text);
gateway::CasePage case_of(const std::string& text);
gateway::FilePage file_of(const std::string& text);
gateway::StatisticsPage statistics_of(const std::string& text);
gateway::StatusPage status_of(const std::string& text);
gateway::DirectoryPage directory_of(const std::string& text);
gateway::LogPage log_of(const std::string& text);
gateway::MePage me_of(const std::string& text);

struct Page {
  std::string name, markup;
};

// Each page function once.
std::vector<Page> all_pages(const std::string& text,
                            gateway::web::Language language = gateway::web::Language::kEnglish);

}  // namespace pouch::test
