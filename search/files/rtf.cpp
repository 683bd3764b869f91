#include "search/files/rtf.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <string>
#include <vector>

#include "search/ascii.hpp"
#include "search/files/charset.hpp"

namespace pouch::search {
namespace {

struct Named {
  std::string_view word, text;
};
// Control words that stand for a character. A row's last TAB is taken away with its end.
constexpr std::array<Named, 22> kCharacters{{{"par", "\n"},
                                             {"line", "\n"},
                                             {"sect", "\n"},
                                             {"page", "\n"},
                                             {"tab", "\t"},
                                             {"cell", "\t"},
                                             {"nestcell", "\t"},
                                             {"emdash", "\u2014"},
                                             {"endash", "\u2013"},
                                             {"emspace", " "},
                                             {"enspace", " "},
                                             {"qmspace", " "},
                                             {"bullet", "\u2022"},
                                             {"lquote", "\u2018"},
                                             {"rquote", "\u2019"},
                                             {"ldblquote", "\u201C"},
                                             {"rdblquote", "\u201D"},
                                             {"~", " "},
                                             {"_", "-"},
                                             {"\n", "\n"},
                                             {"\r", "\n"},
                                             {"\t", "\t"}}};

// What lies in such a group is no text of the page.
constexpr std::array<std::string_view, 24> kSilent{
    "annotation", "atnauthor", "atnid",   "colortbl",   "comment",   "filetbl",
    "footer",     "footerf",   "footerl", "footerr",    "footnote",  "header",
    "headerf",    "headerl",   "headerr", "info",       "listtext",  "objdata",
    "pict",       "pntext",    "revtbl",  "stylesheet", "themedata", "xmlnstbl"};

struct Page {
  int charset;  // \fcharset
  int code_page;
};
constexpr std::array<Page, 13> kPages{{{128, 932},
                                       {129, 949},
                                       {134, 936},
                                       {136, 950},
                                       {161, 1253},
                                       {162, 1254},
                                       {163, 1258},
                                       {177, 1255},
                                       {178, 1256},
                                       {186, 1257},
                                       {204, 1251},
                                       {222, 874},
                                       {238, 1250}}};

struct Group {
  bool silent = false;
  bool hidden = false;  // by \v or \deleted
  bool fonts = false;   // the table of fonts
  int font = -1;
  int skip = 1;  // characters after a \u that say the same to old readers
};

struct Control {
  std::string_view word;
  bool has_number = false;
  int number = 0;
};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

class Reader {
 public:
  Reader(std::string_view bytes, std::size_t limit) : rest_(bytes), limit_(limit) {}

  OfficeText read() {
    while (!rest_.empty() && text_.size() + run_.size() <= limit_) {
      const char c = rest_.front();
      rest_.remove_prefix(1);
      if (c == '{') {
        if (groups_.size() > kRtfDepth) {
          return {{}, "the file is built in a way that is not accepted"};
        }
        settle();
        skip_ = 0;
        groups_.push_back(groups_.back());
      } else if (c == '}') {
        settle();
        skip_ = 0;
        if (groups_.size() > 1) groups_.pop_back();
        ended_ = ended_ || groups_.size() == 1;
      } else if (c == '\\') {
        obey(control());
      } else if (c != '\n' && c != '\r' && c != '\0') {
        octet(c);
      }
    }
    settle();
    return !ended_ && rest_.empty() ? OfficeText{{}, "the file is damaged"}
                                    : OfficeText{std::move(text_), {}};
  }

 private:
  Control control() {
    Control found;
    std::size_t size = 0;
    while (size < rest_.size() && is_letter(rest_[size])) ++size;
    if (size == 0) {
      found.word = rest_.substr(0, 1);
      rest_.remove_prefix(found.word.size());
      return found;
    }
    found.word = rest_.substr(0, size);
    rest_.remove_prefix(size);
    const auto* begin = rest_.data();
    const auto* end = begin + std::min<std::size_t>(rest_.size(), 11);
    const auto parsed = std::from_chars(begin, end, found.number);
    found.has_number = parsed.ptr != begin;
    rest_.remove_prefix(static_cast<std::size_t>(parsed.ptr - begin));
    while (found.has_number && !rest_.empty() && is_digit(rest_.front())) rest_.remove_prefix(1);
    if (!rest_.empty() && rest_.front() == ' ') rest_.remove_prefix(1);
    return found;
  }

  void obey(const Control& control) {
    auto& group = groups_.back();
    const auto word = control.word;
    if (word == "'") return hex();
    if (word == "{" || word == "}" || word == "\\") return octet(word.front());
    if (word == "u") return unicode(control.number);
    if (word == "bin") return skip_octets(control);
    if (word == "*") {
      group.silent = true;  // what a reader may leave out, unless its name says otherwise
    } else if (word == "fonttbl") {
      settle();
      group.silent = group.fonts = true;
    } else if (word == "f") {
      settle();
      group.font = control.number;
    } else if (word == "fcharset" && group.fonts) {
      remember(group.font, control.number);
    } else if (word == "ansicpg") {
      ansi_ = control.number;
    } else if (word == "uc") {
      group.skip = std::clamp(control.number, 0, 100);
    } else if (word == "v" || word == "deleted") {
      settle();
      group.hidden = !control.has_number || control.number != 0;
    } else if (word == "plain") {
      settle();
      group.hidden = false;
    } else if (word == "row" || word == "nestrow") {
      settle();
      if (text_.ends_with('\t')) text_.pop_back();
      put("\n");
    } else if (std::find(kSilent.begin(), kSilent.end(), word) != kSilent.end()) {
      settle();
      group.silent = true;
    } else {
      character(word);
    }
  }

  void character(std::string_view word) {
    const auto named = std::find_if(kCharacters.begin(), kCharacters.end(),
                                    [&](const Named& one) { return one.word == word; });
    if (named == kCharacters.end()) return;
    if (skip_ > 0) {
      --skip_;
      return;
    }
    settle();
    put(named->text);
  }

  void hex() {
    unsigned value = 0;
    const auto digits = rest_.substr(0, 2);
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    rest_.remove_prefix(static_cast<std::size_t>(parsed.ptr - digits.data()));
    if (parsed.ptr == digits.data() + 2) {
      octet(static_cast<char>(value));
    }
  }

  void octet(char c) {
    if (skip_ > 0) {
      --skip_;
    } else if (shown()) {
      lead_ = 0;
      run_ += c;
    }
  }

  // Of UTF-16, signed (specification, section Unicode RTF).
  void unicode(int number) {
    settle();
    skip_ = groups_.back().skip;
    const auto unit = static_cast<char32_t>(static_cast<unsigned>(number) & 0xFFFF);
    const bool low = unit >= 0xDC00 && unit < 0xE000;
    if (unit >= 0xD800 && unit < 0xDC00) {
      lead_ = unit;
    } else if (low && lead_ != 0) {
      put_point(0x10000 + ((lead_ - 0xD800) << 10) + (unit - 0xDC00));
    } else if (!low && unit >= 0x20) {
      put_point(unit);
    }
  }

  void put_point(char32_t point) {
    lead_ = 0;
    std::string utf8;
    const auto more = [&](int shift) {
      utf8 += static_cast<char>(0x80 | ((point >> shift) & 0x3F));
    };
    if (point < 0x80) {
      utf8 += static_cast<char>(point);
    } else if (point < 0x800) {
      utf8 += static_cast<char>(0xC0 | (point >> 6)), more(0);
    } else if (point < 0x10000) {
      utf8 += static_cast<char>(0xE0 | (point >> 12)), more(6), more(0);
    } else {
      utf8 += static_cast<char>(0xF0 | (point >> 18)), more(12), more(6), more(0);
    }
    put(utf8);
  }

  void skip_octets(const Control& control) {
    const auto count = static_cast<std::size_t>(std::max(control.number, 0));
    rest_.remove_prefix(std::min(count, rest_.size()));
  }

  void remember(int font, int charset) {
    const auto* page = std::find_if(kPages.begin(), kPages.end(),
                                    [&](const Page& one) { return one.charset == charset; });
    if (page != kPages.end() && fonts_.size() < kRtfFonts) {
      fonts_[font] = page->code_page;
    }
  }

  bool shown() const { return !groups_.back().silent && !groups_.back().hidden; }

  void put(std::string_view utf8) {
    if (shown()) text_ += utf8;
  }

  // The octets so far, in the charset of their font.
  void settle() {
    if (run_.empty()) return;
    const auto font = fonts_.find(groups_.back().font);
    const int page = font != fonts_.end() ? font->second : ansi_;
    const auto ascii =
        std::none_of(run_.begin(), run_.end(), [](char c) { return (c & 0x80) != 0; });
    text_ += ascii
                 ? run_
                 : from_charset(run_, page == 65001 ? "utf-8" : "windows-" + std::to_string(page));
    run_.clear();
  }

  std::string_view rest_;
  std::size_t limit_;
  std::vector<Group> groups_{Group{}};
  std::map<int, int> fonts_;  // -> code page
  int ansi_ = 1252;
  int skip_ = 0;
  char32_t lead_ = 0;  // of a pair of surrogates
  std::string run_, text_;
  bool ended_ = false;
};

}  // namespace

OfficeText rtf_text(std::string_view bytes, std::size_t limit) {
  if (bytes.substr(0, 5) != "{\\rtf") {
    return {{}, "the file is not what its name says"};
  }
  return Reader(bytes, limit).read();
}

}  // namespace pouch::search
