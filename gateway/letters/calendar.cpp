#include "gateway/letters/calendar.hpp"

#include <cstdio>

#include "gateway/cases/form_times.hpp"
#include "gateway/cases/note_days.hpp"
#include "gateway/words/words.hpp"

namespace pouch::gateway::detail {
namespace {

constexpr std::size_t kLine = 75;  // octets, RFC 5545 section 3.1

std::string basic(const std::chrono::year_month_day& day) {
  char text[16];
  std::snprintf(text, sizeof text, "%04d%02u%02u", static_cast<int>(day.year()),
                static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
  return text;
}

std::string basic(Time time) {
  const auto midnight = std::chrono::floor<std::chrono::days>(time);
  const auto seconds = (time - midnight).count();
  char text[16];
  std::snprintf(text, sizeof text, "T%02d%02d%02dZ", static_cast<int>(seconds / 3600),
                static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60));
  return basic(std::chrono::year_month_day(midnight)) + text;
}

// RFC 5545 section 3.3.11.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '\\' || c == ';' || c == ',') {
      result += '\\';
    }
    result += c == '\n' ? std::string("\\n") : c == '\r' ? std::string() : std::string(1, c);
  }
  return result;
}

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

std::string folded(std::string_view line) {
  std::string result;
  std::size_t most = kLine;
  while (line.size() > most) {
    auto end = most;
    while (end > 1 && continues_character(line[end])) {
      --end;
    }
    result += std::string(line.substr(0, end)) + "\r\n ";
    line.remove_prefix(end);
    most = kLine - 1;  // the blank counts
  }
  return result + std::string(line) + "\r\n";
}

}  // namespace

std::string calendar(const std::vector<CalendarDay>& days, int sequence, Time stamp) {
  std::string text;
  const auto line = [&](const std::string& content) { text += folded(content); };
  line("BEGIN:VCALENDAR");
  line("VERSION:2.0");
  line("PRODID:-//Pouch//Pouch//EN");
  line("METHOD:PUBLISH");
  for (const auto& one : days) {
    const std::chrono::year_month_day next(std::chrono::sys_days(one.day) + std::chrono::days(1));
    line("BEGIN:VEVENT");
    line("UID:" + escaped(one.uid));
    line("SEQUENCE:" + std::to_string(sequence));
    line("DTSTAMP:" + basic(stamp));
    line("DTSTART;VALUE=DATE:" + basic(one.day));
    line("DTEND;VALUE=DATE:" + basic(next));
    line("SUMMARY:" + escaped(one.summary));
    line("TRANSP:TRANSPARENT");
    line("CLASS:CONFIDENTIAL");
    line("END:VEVENT");
  }
  line("END:VCALENDAR");
  return text;
}

Phrase day_phrase(std::string_view code) {
  return code == "custody" ? Phrase("custody_ends") : Phrase("next_step");
}

std::vector<CalendarDay> days_of(const LetterSource& source, const Words& words) {
  std::vector<CalendarDay> days;
  if (source.form == nullptr || source.form->name != "case-note") {
    return days;
  }
  const auto number = source.subject->number.text();
  const auto& address = source.site.address;
  for (const auto& which : kNoteDays) {
    if (const auto day = form_day(source.form->text(which.field))) {
      days.push_back({std::string(which.code) + "-" + number + address.substr(address.rfind('@')),
                      "[" + number + "] " + words(day_phrase(which.code)), *day});
    }
  }
  return days;
}

}  // namespace pouch::gateway::detail
