#include "gateway/site/log.hpp"

#include <fmt/format.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>

namespace pouch::gateway {
namespace {

constexpr std::size_t kLongestLine = 1000;

std::string& process_name() {
  static std::string name = "pouch";
  return name;
}

// Of syslog(3), as sd-daemon(3) has it: err, warning, info.
class Priority : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm&,
              spdlog::memory_buf_t& into) override {
    const std::string_view mark = message.level >= spdlog::level::err    ? "<3>"
                                  : message.level == spdlog::level::warn ? "<4>"
                                                                         : "<6>";
    into.append(mark.data(), mark.data() + mark.size());
  }
  std::unique_ptr<custom_flag_formatter> clone() const override {
    return spdlog::details::make_unique<Priority>();
  }
};

spdlog::logger& logger() {
  static const auto instance = [] {
    const std::string line = "time=%Y-%m-%dT%H:%M:%SZ level=%l %v";
    auto formatter = std::make_unique<spdlog::pattern_formatter>(spdlog::pattern_time_type::utc);
    if (is_journal(STDERR_FILENO, std::getenv("JOURNAL_STREAM"))) {
      formatter->add_flag<Priority>('*').set_pattern("%*" + line);
    } else {
      formatter->set_pattern(line);
    }
    auto made = spdlog::stderr_logger_mt("pouch");
    made->set_formatter(std::move(formatter));
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

bool is_journal(int descriptor, const char* stream) {
  struct stat facts {};
  return stream != nullptr && fstat(descriptor, &facts) == 0 &&
         fmt::format("{}:{}", facts.st_dev, facts.st_ino) == stream;
}

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
