#include "gateway/extract/file_walk.hpp"

#include <algorithm>

#include "mail/text/charset.hpp"
#include "search/files/extract.hpp"

namespace pouch::gateway {
namespace {

using search::FileKind;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kToldFailures = 5;

class Walk {
 public:
  explicit Walk(const FileLimits& limits)
      : limits_(limits), end_(Clock::now() + limits.time + limits.scan.all_time()) {
    left_ = limits.inner;
  }

  void look(const FileQuestion& question, std::string_view bytes, int depth) {
    const auto kind = search::file_kind(question.media_type, question.name);
    if (bytes.size() > kFileOctets) {
      return failed(question, depth, "the file is too large");
    }
    if (Clock::now() >= end_) {
      return failed(question, depth, "there was no time left for it");
    }
    if (kind == FileKind::kPdf) {
      return take(question, depth, pdf(bytes));
    }
    auto reading = read_caged(question, bytes, left_, in_time(limits_.reader));
    if (kind == FileKind::kPhoto && limits_.scan.wanted()) {
      auto scanned = scanned_photo(bytes, limits_.scan);
      reading.found.text += scanned.text;
    }
    take(question, depth, std::move(reading.found));
    for (const auto& file : reading.inner) {
      inner(file, depth + 1);
    }
  }

  FileText finish() {
    if (all_.text.size() > kFileText) {
      all_.text.resize(mail::utf8_head(all_.text, kFileText).size());
      all_.failure.append(all_.failure.empty() ? "" : "; ").append(kBeginning);
    }
    all_.failure.resize(mail::utf8_head(all_.failure, kFileFailure).size());
    all_.facts.resize(std::min(all_.facts.size(), kFileFacts));
    return std::move(all_);
  }

 private:
  CagedLimits in_time(CagedLimits one) const {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end_ - Clock::now());
    one.time = std::clamp(left, std::chrono::milliseconds(1), one.time);
    return one;
  }

  FileText pdf(std::string_view bytes) {
    auto limits = limits_.pdf;
    limits.caged = in_time(limits.caged);
    auto found = pdf_text(bytes, limits);
    return found.failure == kNoText && limits_.scan.wanted() ? scanned_pdf(bytes, limits_.scan)
                                                             : std::move(found);
  }

  void inner(const InnerFile& file, int depth) {
    left_.files -= std::min<std::size_t>(left_.files, 1);
    left_.octets -= std::min(left_.octets, file.bytes.size());
    if (!file.failure.empty()) {
      return failed(file.question, depth, file.failure);
    }
    if (depth > limits_.depth) {
      return failed(file.question, depth, "it lies too deep in other files");
    }
    look(file.question, file.bytes, depth);
  }

  void take(const FileQuestion& question, int depth, FileText found) {
    if (all_.text.size() < kFileText) {
      all_.text += (all_.text.empty() || found.text.empty() ? "" : "\n") + found.text;
    }
    all_.facts.insert(all_.facts.end(), found.facts.begin(), found.facts.end());
    if (!found.failure.empty()) {
      failed(question, depth, found.failure);
    }
  }

  void failed(const FileQuestion& question, int depth, const std::string& why) {
    if (++failures_ <= kToldFailures) {
      all_.failure += (all_.failure.empty() ? "" : "; ") +
                      (depth == 0 ? std::string() : question.name + " in it: ") + why;
    } else if (failures_ == kToldFailures + 1) {
      all_.failure += "; and more";
    }
  }

  const FileLimits& limits_;
  Clock::time_point end_;
  InnerBounds left_;
  FileText all_;
  std::size_t failures_ = 0;
};

}  // namespace

FileText text_of_file(const FileQuestion& question, std::string_view bytes,
                      const FileLimits& limits) {
  Walk walk(limits);
  walk.look(question, bytes, 0);
  return walk.finish();
}

}  // namespace pouch::gateway
