#include "gateway/process/log.hpp"

#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace pouch::gateway {
namespace {

constexpr std::size_t kLongestLine = 1000;

std::string& process_name() {
  static std::string name = "pouch";
  return name;
}

spdlog::logger& logger() {
  static const auto instance = [] {
    auto made = spdlog::stderr_logger_mt("pouch");
    made->set_pattern("time=%Y-%m-%dT%H:%M:%SZ level=%l %v", spdlog::pattern_time_type::utc);
    return made;
  }();
  return *instance;
}

std::string escaped(std::string_view value) {
  std::string text = "\"";
  for (const char c : value) {
    const auto octet = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      text += '\\';
      text += c;
    } else if (octet < 0x20 || octet >= 0x7F) {
      text += fmt::format("\\x{:02x}", octet);
    } else {
      text += c;
    }
  }
  return text + '"';
}

spdlog::level::level_enum level_of(Level level) {
  switch (level) {
    case Level::kInfo:
      return spdlog::level::info;
    case Level::kWarning:
      return spdlog::level::warn;
    case Level::kError:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

}  // namespace

void log_as(std::string_view process) { process_name() = process; }

void log(Level level, std::string_view event, LogFields fields) {
  auto line = fmt::format("process={} event={}", process_name(), event);
  for (const auto& [key, value] : fields) {
    line += fmt::format(" {}={}", key, escaped(value));
  }
  if (line.size() > kLongestLine) {
    line.resize(kLongestLine);
    line += "…\"";
  }
  logger().log(level_of(level), "{}", line);
  logger().flush();
}

}  // namespace pouch::gateway
