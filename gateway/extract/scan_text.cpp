#include "gateway/extract/scan_text.hpp"

#include <unistd.h>

#include <algorithm>
#include <sstream>
#include <utility>

namespace pouch::gateway {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kDrawn = 16U << 20;  // octets of a page

// Threads of its own would only get in each other's way.
const std::vector<const char*> kOneThread{"OMP_THREAD_LIMIT=1"};

std::string joined(const std::vector<std::string>& languages) {
  std::string all;
  for (const auto& one : languages) {
    all += (all.empty() ? "" : "+") + one;
  }
  return all;
}

CagedLimits of_page(const ScanLimits& limits, std::size_t output) {
  CagedLimits caged;
  caged.output = output;
  caged.time = limits.page;
  caged.cage.seconds = static_cast<unsigned>(limits.page / std::chrono::seconds(1)) + 1;
  return caged;
}

CagedResult recognised(std::string_view picture, const ScanLimits& limits) {
  const auto languages = joined(limits.languages);
  return run_caged({limits.tesseract, {"-", "-", "-l", languages.c_str()}, kOneThread}, picture,
                   of_page(limits, kFileText));
}

// Grey, as a portable graymap; a page that is not there gives nothing.
CagedResult drawn(std::string_view pdf, std::size_t page, const ScanLimits& limits) {
  const auto number = std::to_string(page), edge = std::to_string(limits.edge);
  return run_caged(
      {limits.pdftoppm,
       {"-f", number.c_str(), "-l", number.c_str(), "-scale-to", edge.c_str(), "-gray", "-q", "-"}},
      pdf, of_page(limits, kDrawn));
}

std::string failure_of(const CagedResult& result, std::string_view program) {
  if (result.end == CagedEnd::kExit && result.status == 0) {
    return {};
  }
  return result.end == CagedEnd::kExit || result.end == CagedEnd::kNotStarted
             ? "its picture of a text could not be read: " + std::string(program) + " failed"
             : gateway::failure_of(result.end);
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n\f") == text.npos; }

}  // namespace

FileText scanned_pdf(std::string_view bytes, const ScanLimits& limits) {
  const auto end = Clock::now() + limits.all;
  FileText found;
  for (std::size_t page = 1;; ++page) {
    if (page > limits.pages || Clock::now() >= end) {
      found.failure = "only the first " + std::to_string(page - 1) + " scanned pages were read";
      break;
    }
    const auto picture = drawn(bytes, page, limits);
    if (page > 1 && picture.end == CagedEnd::kExit && picture.output.empty()) {
      break;  // there is no such page
    }
    const auto text = picture.output.empty() ? CagedResult{} : recognised(picture.output, limits);
    // tesseract(1) ends each page with one, or not, as it is set up.
    const auto last = text.output.find_last_not_of('\f');
    found.text += page > 1 ? "\f" : "";
    found.text += text.output.substr(0, last == text.output.npos ? 0 : last + 1);
    found.failure = failure_of(picture, "pdftoppm");
    found.failure = found.failure.empty() ? failure_of(text, "tesseract") : found.failure;
    if (!found.failure.empty()) {
      found.failure = "scanned page " + std::to_string(page) + ": " + found.failure;
      break;
    }
  }
  if (found.failure.empty() && is_blank(found.text)) {
    found.failure = "no text was recognised in the scanned pages";
  }
  return found;
}

FileText scanned_photo(std::string_view bytes, const ScanLimits& limits) {
  auto result = recognised(bytes, limits);
  auto failure = failure_of(result, "tesseract");
  return is_blank(result.output) ? FileText{{}, std::move(failure)}
                                 : FileText{std::move(result.output), std::move(failure)};
}

std::vector<std::string> missing_languages(const ScanLimits& limits) {
  if (access(limits.tesseract, X_OK) != 0) {
    return {"tesseract"};
  }
  const auto listed = run_caged({limits.tesseract, {"--list-langs"}}, {}, {});
  std::vector<std::string> there;
  std::istringstream lines(listed.output);
  for (std::string line; std::getline(lines, line);) {
    there.push_back(line);
  }
  auto missing = limits.languages;
  std::erase_if(missing, [&](const std::string& one) {
    return std::find(there.begin(), there.end(), one) != there.end();
  });
  return missing;
}

}  // namespace pouch::gateway
