// The shipped forms, loaded once, and short ways to read a text as one of them on 24 November 2026.
#pragma once

#include <catch2/catch.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "templates/reading/reader.hpp"
#include "templates/showing/render.hpp"
#include "templates/template.hpp"

namespace pouch::templates {

std::string file_text(const std::filesystem::path& path);

const TemplateSet& shipped();
ReadOptions options();  // on 2026-11-24, 12:00 UTC

// As the form that its `Form:` line names.
Form read(std::string_view text);
Form read(std::string_view text, const ReadOptions& options);
// A request that is valid as it stands, with `more` above its first block.
std::string request_with(const std::string& more);
// The same without the line that begins with `label`.
std::string request_without(const std::string& label);

// The blank form with the example of every field that it shows.
std::string filled_blank(const Template& which, const Language* language = nullptr);

// "code at line" of each: "missing 0".
std::vector<std::string> codes(const std::vector<Problem>& problems);
const Problem* find_problem(const std::vector<Problem>& problems, const std::string& code);
// For Catch's messages.
std::string told(const std::vector<Problem>& problems);

using Strings = std::vector<std::string>;

// A folder that is there as long as this is; for templates of a test's own.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  void write(const std::string& name, const std::string& text) const;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace pouch::templates
