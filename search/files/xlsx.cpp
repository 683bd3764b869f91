// Text of Office Open XML workbooks (office.hpp; ECMA-376 part 1 section 18).
#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "search/ascii.hpp"
#include "search/files/office.hpp"
#include "search/files/office_body.hpp"
#include "search/files/package.hpp"
#include "search/files/page_text.hpp"
#include "search/files/xml_events.hpp"

namespace pouch::search {
namespace {

constexpr std::size_t kSheetOctets = 64U << 20;  // of a sheet, or of the strings, unpacked

std::size_t number(std::string_view digits) {
  std::size_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

// Section 18.4: the texts that cells point to. Phonetic readings are no text of the cell.
class Strings : public XmlSink {
 public:
  void open(const XmlElement& element) override {
    path_.emplace_back(element.name);
    if (element.name == "si") all_.emplace_back();
    reading_ += element.name == "rPh" ? 1 : 0;
  }
  void close() override {
    reading_ -= path_.back() == "rPh" ? 1 : 0;
    path_.pop_back();
  }
  void text(std::string_view utf8) override {
    if (!path_.empty() && path_.back() == "t" && reading_ == 0 && !all_.empty()) {
      all_.back() += utf8;
    }
  }
  bool full() const override { return false; }
  std::vector<std::string> take() { return std::move(all_); }

 private:
  std::vector<std::string> path_, all_;
  int reading_ = 0;
};

// Section 18.8.30: a format of days has years or days in it, outside what is shown as it stands.
bool is_day_format(std::string_view code) {
  bool quoted = false, bracket = false;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (c == '\\') {
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && (c == '[' || c == ']')) {
      bracket = c == '[';
    } else if (!quoted && !bracket && (c == 'y' || c == 'd' || c == 'Y' || c == 'D')) {
      return true;
    }
  }
  return false;
}

bool is_day_format(std::size_t built_in) {
  return (built_in >= 14 && built_in <= 17) || built_in == 22 ||
         (built_in >= 27 && built_in <= 36) || (built_in >= 50 && built_in <= 58);
}

// Which styles of cells show a day.
class Styles : public XmlSink {
 public:
  void open(const XmlElement& element) override {
    if (element.name == "numFmt" && is_day_format(element.attribute("formatCode"))) {
      own_.insert(number(element.attribute("numFmtId")));
    }
    in_cells_ = in_cells_ || element.name == "cellXfs";
    if (in_cells_ && element.name == "xf") {
      const auto format = number(element.attribute("numFmtId"));
      days_.push_back(own_.count(format) > 0 || is_day_format(format));
    }
    names_.emplace_back(element.name);
  }
  void close() override {
    in_cells_ = in_cells_ && names_.back() != "cellXfs";
    names_.pop_back();
  }
  void text(std::string_view /*utf8*/) override {}
  bool full() const override { return false; }
  std::vector<bool> take() { return std::move(days_); }

 private:
  std::set<std::size_t> own_;
  std::vector<bool> days_;
  std::vector<std::string> names_;
  bool in_cells_ = false;
};

// Names of the sheets, and from which day the workbook counts.
class Book : public XmlSink {
 public:
  void open(const XmlElement& element) override {
    if (element.name == "sheet") names_ += std::string(element.attribute("name")) + "\n";
    if (element.name == "workbookPr") {
      const auto since = element.attribute("date1904");
      since_1904_ = since == "1" || since == "true";
    }
  }
  void close() override {}
  void text(std::string_view /*utf8*/) override {}
  bool full() const override { return false; }
  const std::string& names() const { return names_; }
  bool since_1904() const { return since_1904_; }

 private:
  std::string names_;
  bool since_1904_ = false;
};

struct Workbook {
  std::vector<std::string> strings;
  std::vector<bool> days;  // by style
  bool since_1904 = false;
};

// A day, and the time when there is one: what people search for, not what the cell would show.
std::string day_of(double serial, bool since_1904) {
  using namespace std::chrono;
  constexpr double kLastDay = 2958465;  // of the year 9999
  if (!(serial >= 1 && serial <= kLastDay)) {
    return {};
  }
  const auto whole = static_cast<int>(serial);
  const year_month_day day(sys_days(since_1904 ? 1904y / 1 / 1 : 1899y / 12 / 30) + days(whole));
  const auto seconds = static_cast<int>(std::lround((serial - whole) * 86400)) % 86400;
  char text[40];
  std::snprintf(text, sizeof text, seconds == 0 ? "%04d-%02u-%02u" : "%04d-%02u-%02u %02d:%02d",
                static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                static_cast<unsigned>(day.day()), seconds / 3600, seconds / 60 % 60);
  return text;
}

// Without an exponent, which nobody types: 3.81641234567E11 is a telephone number.
std::string plain_number(std::string_view value) {
  double parsed = 0;
  const auto read = std::from_chars(value.data(), value.data() + value.size(), parsed);
  constexpr double kExact = 9007199254740992;  // above it a double has no units
  if (value.find_first_of("eE") == value.npos || read.ec != std::errc() ||
      std::fabs(parsed) >= kExact || parsed != std::floor(parsed)) {
    return std::string(value);
  }
  return std::to_string(static_cast<long long>(parsed));
}

class SheetBody : public XmlSink {
 public:
  SheetBody(const Workbook& book, std::size_t limit) : book_(book), limit_(limit) {}

  void open(const XmlElement& element) override {
    if (element.name == "row") page_.begin_row();
    if (element.name == "c") {
      page_.begin_cell();
      kind_ = element.attribute("t");
      style_ = number(element.attribute("s"));
      value_.clear();
    }
    reading_ += element.name == "rPh" ? 1 : 0;
    names_.emplace_back(element.name);
  }
  void close() override {
    const auto name = std::move(names_.back());
    names_.pop_back();
    if (name == "c") {
      page_.text(shown());
      page_.end_cell();
    }
    if (name == "row") page_.end_row();
    reading_ -= name == "rPh" ? 1 : 0;
  }
  void text(std::string_view utf8) override {
    if (!names_.empty() && (names_.back() == "v" || names_.back() == "t") && reading_ == 0) {
      value_ += utf8;
    }
  }
  bool full() const override { return page_.size() > limit_; }
  std::string finish() { return page_.finish(); }

 private:
  // Section 18.18.11: what the value of a cell is.
  std::string shown() const {
    if (kind_ == "s") {
      const auto at = number(value_);
      return at < book_.strings.size() ? book_.strings[at] : std::string();
    }
    if (!kind_.empty() && kind_ != "n") {
      return value_;
    }
    double serial = 0;
    if (style_ < book_.days.size() && book_.days[style_] &&
        std::from_chars(value_.data(), value_.data() + value_.size(), serial).ec == std::errc()) {
      if (auto day = day_of(serial, book_.since_1904); !day.empty()) return day;
    }
    return plain_number(value_);
  }

  const Workbook& book_;
  std::size_t limit_;
  PageText page_;
  std::vector<std::string> names_;
  std::string kind_, value_;
  std::size_t style_ = 0;
  int reading_ = 0;
};

// False: it cannot be read.
bool read_list(Package& package, std::string_view part, std::size_t most, XmlSink& sink) {
  const auto xml = package.part(part, most);
  const auto end = xml.empty() ? XmlEnd::kRead : read_xml(xml, sink);
  return package.failure().empty() && (end == XmlEnd::kRead || end == XmlEnd::kFull);
}

std::vector<std::size_t> sheets_of(const Package& package) {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < package.names().size(); ++i) {
    const auto name = lower(package.names()[i]);
    if (name.rfind("xl/worksheets/", 0) == 0 && name.find('/', 14) == name.npos &&
        name.size() > 18 && name.substr(name.size() - 4) == ".xml") {
      places.push_back(i);
    }
  }
  const auto order = [&](std::size_t place) {
    const auto& name = package.names()[place];
    return std::pair(name.size(), name);  // sheet2 before sheet10
  };
  std::sort(places.begin(), places.end(),
            [&](std::size_t left, std::size_t right) { return order(left) < order(right); });
  return places;
}

}  // namespace

OfficeText xlsx_text(std::string_view bytes, std::size_t limit) {
  Package package(bytes);
  Book book;
  Strings strings;
  Styles styles;
  const bool sound = package.failure().empty() &&
                     read_list(package, "xl/workbook.xml", kPartOctets, book) &&
                     read_list(package, "xl/styles.xml", kPartOctets, styles) &&
                     read_list(package, "xl/sharedStrings.xml", kSheetOctets, strings);
  if (!sound) {
    return {{}, package.failure().empty() ? "the file is damaged" : package.failure()};
  }
  const auto sheets = sheets_of(package);
  if (sheets.empty()) {
    return {{}, "the file holds no table"};
  }
  const Workbook workbook{strings.take(), styles.take(), book.since_1904()};
  OfficeText all{book.names(), {}};
  for (const auto place : sheets) {
    const auto sheet = package.unpacked(place, kSheetOctets);
    SheetBody body(workbook, limit - std::min(limit, all.text.size()));
    const auto end = sheet.failure.empty() ? read_xml(sheet.bytes, body) : XmlEnd::kRead;
    if (!sheet.failure.empty() || end == XmlEnd::kMalformed || end == XmlEnd::kOverBound) {
      return {{}, sheet.failure.empty() ? "the file is damaged" : sheet.failure};
    }
    all.text += body.finish();
    if (all.text.size() > limit) break;
  }
  return all;
}

}  // namespace pouch::search
