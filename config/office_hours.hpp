// When people sit at a desk, as directory.toml says it: "Mon-Fri 08:00-16:00", or several such
// parts behind commas, "Mon-Thu 08:00-16:00, Fri 08:00-13:00". English names of days, hours of 24,
// the end may be 24:00; a day stands once, its end lies behind its begin: hours that pass midnight
// are two parts of two days. Anything else is a finding. Values only: zone and holidays belong to
// who asks.
#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace pouch::config {

struct OfficeHours {
  struct Span {
    std::chrono::minutes from{0}, until{0};  // since midnight; from < until <= 24 h
    friend bool operator==(const Span&, const Span&) = default;
  };
  std::array<std::optional<Span>, 7> days{};  // Monday first; nullopt: closed all day
  friend bool operator==(const OfficeHours&, const OfficeHours&) = default;
};

// nullopt: it is not written so.
std::optional<OfficeHours> read_office_hours(std::string_view text);

}  // namespace pouch::config
