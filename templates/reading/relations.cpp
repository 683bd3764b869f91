#include "templates/reading/relations.hpp"

#include <algorithm>
#include <charconv>

#include "templates/reading/scanner.hpp"
#include "templates/reading/values.hpp"
#include "templates/text/fold.hpp"
#include "templates/text/lines.hpp"
#include "templates/types/conditions.hpp"
#include "templates/types/dates.hpp"
#include "templates/types/numbers.hpp"
#include "templates/types/validators.hpp"

namespace pouch::templates {
namespace {

using namespace std::chrono;

// Only as much of two ISO dates as both of them say: 2026 is not before 2026-11-23.
bool is_before(std::string_view one, std::string_view other) {
  const auto both = std::min(one.size(), other.size());
  return one.substr(0, both) < other.substr(0, both);
}

// A stored date or time as a point in time; the first one of a partial date.
std::optional<sys_seconds> point_of(std::string_view stored) {
  if (stored.size() == 4) {
    return point_of(std::string(stored) + "-01-01");
  }
  return stored.size() == 7 ? point_of(std::string(stored) + "-01") : read_time(stored, false).time;
}

std::string stored_now(sys_seconds now, const FieldSpec& field) {
  constexpr std::size_t kDay = 10;
  return rfc3339(now).substr(0, field.type == Type::kTime ? std::string::npos : kDay);
}

struct Named {
  std::string kind;
  int number = 0;
};

// "Person 1", "[person 1]", in any language of the forms; nullopt: no block's name.
std::optional<Named> named_block(std::string_view text, const Vocabulary& vocabulary) {
  const auto bracketed = text.starts_with('[') ? std::string(text) : "[" + std::string(text) + "]";
  const auto header = block_header(bracketed);  // views of it
  if (!header || header->number <= 0) {
    return std::nullopt;
  }
  const auto found = vocabulary.block_names.find(fold(header->name));
  if (found == vocabulary.block_names.end()) {
    return std::nullopt;
  }
  return Named{found->second, header->number};
}

Problem several(std::size_t line, const std::string& label,
                const std::vector<std::string>& numbers) {
  std::string text;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    text += (i == 0 ? "" : i + 1 == numbers.size() ? " and " : ", ") + numbers[i];
  }
  std::string hint = "put one of them under \"Free text:\"";
  const auto block = label.substr(0, label.find(']') + 1);  // the header is a view into it
  if (const auto header = block_header(block)) {
    hint = "give each a block of its own, as in [" + std::string(header->name) + " " +
           std::to_string(header->number + 1) + "]";
  }
  const auto count = numbers.size() == 2 ? "two" : std::to_string(numbers.size());
  return {line, label, "several-numbers",
          "holds " + count + " numbers: " + text + "; each is searched", hint};
}

}  // namespace

std::optional<seconds> length_of(const std::string& text) {
  int count = 0;
  const auto* last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, count);
  if (error != std::errc() || end + 1 != last || count <= 0 || count > 99999) {
    return std::nullopt;
  }
  switch (*end) {
    case 'm':
      return minutes(count);
    case 'h':
      return hours(count);
    case 'd':
      return days(count);
    default:
      return std::nullopt;
  }
}

void Relations::check(const std::vector<FieldSpec>& specs, const std::string& prefix,
                      std::vector<Value>& values, std::vector<Problem>& problems,
                      std::vector<Problem>& warnings) const {
  for (const auto& field : specs) {
    for (auto& value : values) {
      if (value.id != field.id) {
        continue;
      }
      Place place{field, value, prefix + field.label, specs, values, problems, warnings};
      if (field.type == Type::kBlock || !field.refers.empty()) {
        check_block(place);
      }
      if (field.type == Type::kAttachment) {
        check_attachment(place);
      }
      check_times(place);
      check_pace(place);
      check_numbers(place);
    }
  }
}

void Relations::check_block(Place& place) const {
  const auto& refers = place.field.refers;
  for (auto& item : place.value.values) {
    const auto named = named_block(item, set_.vocabulary());
    const bool wanted = named && (refers.empty() || std::find(refers.begin(), refers.end(),
                                                              named->kind) != refers.end());
    if (!wanted) {
      if (place.field.type == Type::kBlock) {
        complain(place.problems, {place.value.line, place.label, "not-a-block",
                                  "\"" + item + "\" is not a block that can stand here",
                                  "write it as in \"" + place.field.example + "\""});
      }
      continue;
    }
    const bool there =
        std::any_of(form_.blocks.begin(), form_.blocks.end(), [&](const Block& block) {
          return block.kind == named->kind && block.number == named->number;
        });
    const auto header =
        "[" + set_.block(named->kind)->label + " " + std::to_string(named->number) + "]";
    if (!there) {
      complain(place.problems,
               {place.value.line, place.label, "no-such-block", "the form has no block " + header,
                "add it, or write the name instead"});
    }
    item = named->kind + " " + std::to_string(named->number);
  }
}

void Relations::check_attachment(Place& place) const {
  if (!options_.attachments) {
    return;
  }
  const auto& names = *options_.attachments;
  for (auto& item : place.value.values) {
    std::size_t number = 0;
    const auto* last = item.data() + item.size();
    const auto [end, error] = std::from_chars(item.data(), last, number);
    if (error == std::errc() && end == last && number >= 1 && number <= names.size()) {
      item = names[number - 1];
      continue;
    }
    const auto found = std::find_if(names.begin(), names.end(), [&](const std::string& name) {
      return name == item || fold(name) == fold(item);
    });
    if (found != names.end()) {
      item = *found;
    } else {
      complain(place.warnings, {place.value.line, place.label, "no-such-attachment",
                                "the mail has no attachment \"" + item + "\"",
                                "send it in another mail to this case"});
    }
  }
}

void Relations::check_times(Place& place) const {
  const auto& field = place.field;
  const auto& stored = place.value.values.front();
  if (field.past && is_before(stored_now(options_.now, field), stored)) {
    complain(place.problems, {place.value.line, place.label, "in-the-future",
                              "\"" + place.value.raw + "\" is in the future", "look at the year"});
  }
  const auto* earlier = field.after.empty() ? nullptr : find_value(place.values, field.after);
  if (earlier != nullptr && is_before(stored, earlier->values.front())) {
    complain(place.problems,
             {place.value.line, place.label, "out-of-order",
              "lies before \"" + earlier->label + "\"", "look whether the two were mixed up"});
    return;
  }
  const auto most = length_of(field.within);
  const auto point = point_of(stored);
  if (!most || !point || (earlier == nullptr && !field.after.empty())) {
    return;
  }
  auto from = options_.now;
  if (earlier != nullptr) {
    from = point_of(earlier->values.front()).value_or(from);
  }
  if (*point > from + *most) {
    complain(place.problems,
             {place.value.line, place.label, "too-late",
              "lies more than " + field.within + " after " +
                  (earlier != nullptr ? "\"" + earlier->label + "\"" : std::string("today")),
              "the latest is " + rfc3339(from + *most)});
  }
}

void Relations::check_pace(Place& place) const {
  const auto* pace =
      place.field.paced_by.empty() ? nullptr : find_value(place.values, place.field.paced_by);
  if (pace == nullptr) {
    return;
  }
  const auto found = which_.deadlines.find(pace->values.front());
  const auto usual = found == which_.deadlines.end() ? std::nullopt : length_of(found->second);
  const auto point = point_of(place.value.values.front());
  if (usual && point && *point < options_.now + *usual) {
    complain(place.warnings, {place.value.line, place.label, "short-deadline",
                              "is sooner than " + found->second + ", which \"" + pace->label +
                                  ": " + pace->values.front() + "\" has",
                              "a higher \"" + pace->label + "\" wakes the desk"});
  }
}

// Check digits, and more numbers than the field has place for.
void Relations::check_numbers(Place& place) const {
  const auto* conditional = chosen(place.field.check_if, {place.values, form_.blocks});
  const auto& check = conditional != nullptr ? *conditional : place.field.check;
  const auto search = search_of(place.field, place.values, form_);
  for (const auto& item : place.value.values) {
    const auto numbers =
        is_number(search) ? numbers_in(item, search) : std::vector<std::string>{item};
    if (numbers.size() > 1) {
      complain(place.warnings, several(place.value.line, place.label, numbers));
    }
    for (const auto& number : numbers) {
      if (const auto remark = odd(check, number)) {
        complain(place.warnings, {place.value.line, place.label, "check-digits", *remark,
                                  "look whether it was mistyped; it is sent on as it stands"});
      }
    }
  }
}

}  // namespace pouch::templates
